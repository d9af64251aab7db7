//! The sheet that the map is drawn on: from degrees to units, by Equal Earth (Šavrič, Patterson, Jenny 2018), as the outlines are.
//!
//! `gazetteers/refresh/outlines.py` does the same; a test holds the two together.

/// Units of the sheet from west to east.
const WIDTH: f64 = 3600.0;
/// Units from north to south.
const HEIGHT: f64 = 1752.0;
const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];

/// Where a point lies on the sheet, to a tenth of a unit.
pub(super) fn point(lat: f64, lon: f64) -> (f64, f64) {
    let third = 3.0_f64.sqrt() / 2.0;
    let t = (third * lat.to_radians().sin()).asin();
    let (t2, t6) = (t * t, t.powi(6));
    let x = lon.to_radians() * t.cos() / (third * (A[0] + 3.0 * A[1] * t2 + t6 * (7.0 * A[2] + 9.0 * A[3] * t2)));
    let y = t * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2));
    let scale = WIDTH / 2.0 / (std::f64::consts::PI / (third * A[0]));
    let tenth = |value: f64| (value * 10.0).round() / 10.0;
    (tenth(WIDTH / 2.0 + x * scale), tenth(HEIGHT / 2.0 - y * scale))
}

#[cfg(test)]
mod tests {
    use super::{HEIGHT, WIDTH, point};

    #[test]
    fn the_corners_of_the_world_lie_on_the_edge_of_the_sheet() {
        assert_eq!(point(0.0, 0.0), (WIDTH / 2.0, HEIGHT / 2.0));
        assert_eq!(point(0.0, 180.0), (WIDTH, HEIGHT / 2.0));
        let (_, north) = point(90.0, 0.0);
        assert!(north.abs() < 0.5, "{north}");
    }

    #[test]
    fn a_town_lies_in_the_outline_of_its_country() {
        // Minsk, and the box around Belarus in the outlines
        let outlines: serde_json::Value = serde_json::from_str(super::super::OUTLINES).expect("JSON");
        let path = outlines["countries"]["BY"].as_str().expect("a path");
        let mut numbers = path.trim_start_matches('M').split(['l', ' ']).map(str::parse::<f64>);
        let (x, y) = (numbers.next().expect("x").expect("a number"), numbers.next().expect("y").expect("a number"));
        let minsk = point(53.9, 27.57);
        assert!((minsk.0 - x).abs() < 60.0 && (minsk.1 - y).abs() < 60.0, "{minsk:?} and {x} {y}");
    }
}
