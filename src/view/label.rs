//! Numbers and times in words: `at least 13`, `24–99`, `before 21 Jun 2025`.
//!
//! In: a number with its bounds, a time with its ends. Out: what people read.

use super::shown::clean;
use super::words::named;
use crate::entity::Granularity;
use crate::event::TimeRelation;
use crate::mention::count::CountModifier;
use crate::record::finding::{EventTime, Number};

/// A number and its bounds.
pub(super) fn amount(
    value: Option<Number>,
    min: Option<Number>,
    max: Option<Number>,
    modifier: Option<CountModifier>,
) -> String {
    let said = value.map(|number| grouped(number.0));
    let least = min.map(|number| grouped(number.0));
    let most = max.map(|number| grouped(number.0));
    match (modifier, said, least, most) {
        (Some(CountModifier::AtLeast), Some(said), ..) => format!("at least {said}"),
        (Some(CountModifier::MoreThan), Some(said), ..) => format!("more than {said}"),
        (Some(CountModifier::AtMost), Some(said), ..) => format!("up to {said}"),
        (Some(CountModifier::LessThan), Some(said), ..) => format!("fewer than {said}"),
        (Some(CountModifier::Nearly), Some(said), ..) => format!("nearly {said}"),
        (Some(CountModifier::About), Some(said), ..) => format!("about {said}"),
        (Some(CountModifier::OrderOfMagnitude) | None, None, Some(least), Some(most)) if least != most => {
            format!("{least}–{most}")
        }
        (Some(CountModifier::Range), _, Some(least), Some(most)) => format!("{least}–{most}"),
        (_, Some(said), ..) => said,
        (_, None, Some(least), Some(most)) if least == most => least,
        (_, None, Some(least), Some(most)) => format!("{least}–{most}"),
        (_, None, Some(least), None) => format!("{least} or more"),
        (_, None, None, Some(most)) => format!("up to {most}"),
        (_, None, None, None) => "a number not said".to_owned(),
    }
}

/// 1234567.5 as `1,234,567.5`.
fn grouped(number: f64) -> String {
    let plain = number.to_string();
    let (sign, plain) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
    let (whole, fraction) = plain.split_once('.').map_or((plain, None), |(whole, rest)| (whole, Some(rest)));
    let mut out = sign.to_owned();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// When an event was, in words; the TIMEX3 value where its ends are not known.
pub(super) fn time(time: &EventTime) -> Option<String> {
    let said = match (time.from.as_deref(), time.to.as_deref()) {
        (None, None) => return time.value.as_deref().map(clean),
        (Some(from), Some(to)) => range(from, to, time.granularity),
        (Some(end), None) | (None, Some(end)) => date(end),
    };
    Some(match time.relation {
        TimeRelation::Within | TimeRelation::Throughout => said,
        relation => format!("{} {said}", named(&relation)),
    })
}

fn range(from: &str, to: &str, granularity: Option<Granularity>) -> String {
    if from == to {
        return date(from);
    }
    let (first, last) = (from.get(..10).unwrap_or(from), to.get(..10).unwrap_or(to));
    match granularity {
        Some(Granularity::Month) => date(from.get(..7).unwrap_or(from)),
        Some(Granularity::Year) => date(from.get(..4).unwrap_or(from)),
        _ if first == last => format!("{}–{}", date(from), clean(to.get(11..).unwrap_or(""))),
        _ => format!("{} – {}", date(first), date(last)),
    }
}

/// `2025-06-21T18:00` as `21 Jun 2025, 18:00`; what is no date stays as it is.
pub(super) fn date(iso: &str) -> String {
    let (day, clock) = iso.split_once('T').map_or((iso, None), |(day, clock)| (day, Some(clock)));
    let mut parts = day.splitn(3, '-');
    let mut number = || parts.next().and_then(|part| part.parse::<usize>().ok());
    let (Some(year), month, date) = (number(), number(), number()) else { return clean(iso) };
    let month = month.and_then(|month| MONTHS.get(month.wrapping_sub(1)));
    let mut said = match (month, date) {
        (Some(month), Some(date)) => format!("{date} {month} {year:04}"),
        (Some(month), None) => format!("{month} {year:04}"),
        (None, _) => clean(day),
    };
    if let Some(clock) = clock {
        said = format!("{said}, {}", clean(clock));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::{amount, date, grouped};
    use crate::mention::count::CountModifier;
    use crate::record::finding::Number;

    #[test]
    fn digits_stand_in_groups_of_three() {
        for (number, text) in
            [(0.0, "0"), (999.0, "999"), (1000.0, "1,000"), (-1_234_567.5, "-1,234,567.5"), (0.25, "0.25")]
        {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn dates_are_said_as_exactly_as_they_are_known() {
        let dates = [
            ("2025-06-21", "21 Jun 2025"),
            ("2025-06", "Jun 2025"),
            ("2025", "2025"),
            ("2025-06-21T18:00", "21 Jun 2025, 18:00"),
            ("XXXX-WXX-1", "XXXX-WXX-1"),
            ("2025-13-01", "2025-13-01"),
        ];
        for (iso, words) in dates {
            assert_eq!(date(iso), words);
        }
    }

    #[test]
    fn bounds_are_said() {
        let number = |value: f64| Some(Number(value));
        assert_eq!(amount(number(13.0), number(13.0), None, Some(CountModifier::AtLeast)), "at least 13");
        assert_eq!(amount(None, number(24.0), number(99.0), Some(CountModifier::OrderOfMagnitude)), "24–99");
        assert_eq!(amount(None, number(1_000_000.0), None, Some(CountModifier::OrderOfMagnitude)), "1,000,000 or more");
        assert_eq!(amount(number(14.0), number(14.0), number(14.0), None), "14");
    }
}
