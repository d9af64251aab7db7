//! Entities: one thing from many mentions. Coreference, links to the gazetteers, places on the map, relations, and the values of times.
//!
//! In: document, mentions, clauses. Out: [`Entities`]. What happened is decided in `event`.

mod coreference;
mod link;
mod place;
mod relation;
pub mod time;

pub use time::{Anchor, Granularity, Time, TimeKind, TimeModifier};

use crate::clause::Clauses;
use crate::document::Document;
use crate::lexicon::{Class, EntryId, Lexicon};
use crate::mention::{Mention, MentionId, NameType, Reading};
use crate::text::Span;
use crate::text::number::numbered;
use coreference::{Cluster, Clusters};
use serde::{Deserialize, Serialize};

/// Index of an [`Entity`] in [`Entities::entities`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

/// Index of a [`Time`] in [`Entities::times`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeId(pub u32);

impl From<EntityId> for String {
    /// Its id in the record: `e1` for the first.
    fn from(id: EntityId) -> Self {
        numbered("e", id.0 + 1)
    }
}

impl From<TimeId> for String {
    /// Its id in the record: `t1` for the first.
    fn from(id: TimeId) -> Self {
        numbered("t", id.0 + 1)
    }
}

/// Everything the article refers to.
#[derive(Clone, Debug, Default)]
pub struct Entities {
    /// One for each thing, in the order of their first mention.
    pub entities: Vec<Entity>,
    /// The entity of each mention, by [`MentionId`]; none for times, counts, quotes and triggers.
    pub of_mention: Vec<Option<EntityId>>,
    /// Times in text order.
    pub times: Vec<Time>,
    /// Relations in the order of their evidence.
    pub relations: Vec<Relation>,
}

/// One thing.
#[derive(Clone, Debug)]
pub struct Entity {
    /// What it is.
    pub kind: NameType,
    /// `country`, `city`, `party` …
    pub subtype: Option<String>,
    /// Fullest bare name.
    pub name: String,
    /// Other names in the text.
    pub aliases: Vec<String>,
    /// Its entry in the gazetteers.
    pub entry: Option<EntryId>,
    /// Where it is, for places and facilities; the seat's country for organizations.
    pub location: Location,
    /// Roles that the text gives: "opposition leader".
    pub roles: Vec<String>,
    /// Age in years.
    pub age: Option<u32>,
    /// ISO 3166-1 alpha-2 codes.
    pub nationality: Vec<String>,
    /// `m` or `f`.
    pub gender: Option<char>,
    /// The count that says how many, for groups.
    pub count: Option<MentionId>,
    /// Its mentions, in text order.
    pub mentions: Vec<EntityMention>,
    /// 0 to 1.
    pub confidence: f32,
    /// Rule that made it.
    pub rule: &'static str,
}

impl Entity {
    /// Whether it is a country, or a territory that stands for itself.
    pub fn is_country(&self) -> bool {
        matches!(self.subtype.as_deref(), Some("country" | "territory"))
    }
}

/// One mention of an entity.
#[derive(Clone, Copy, Debug)]
pub struct EntityMention {
    /// The mention.
    pub mention: MentionId,
    /// How it refers.
    pub kind: MentionKind,
    /// Stands for its government: Minsk in "Minsk said".
    pub metonym: bool,
}

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum MentionKind {
    /// By name.
    Name,
    /// By a common noun.
    Nominal,
    /// By a pronoun.
    Pronoun,
    /// By the adjective or noun of a country's people.
    Demonym,
}

/// A point on the map and what it lies in.
#[derive(Clone, Debug, Default)]
pub struct Location {
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// First-order division.
    pub admin1: Option<String>,
    /// Inhabitants.
    pub population: Option<u32>,
}

/// A lasting relation between two things, or a thing and a value.
#[derive(Clone, Debug)]
pub struct Relation {
    /// spouse, role, age … as in the record.
    pub kind: String,
    /// Of whom.
    pub subject: EntityId,
    /// To whom or what.
    pub object: Option<EntityId>,
    /// Text, or a TIMEX3 value.
    pub value: Option<String>,
    /// The words it rests on.
    pub evidence: Span,
    /// Rule that read it.
    pub rule: &'static str,
}

/// Resolves all mentions: names, pronouns and noun groups are gathered into things, things are linked, and relations are read off them.
pub fn resolve(document: &Document, mentions: &[Mention], _clauses: &Clauses, lexicon: &Lexicon) -> Entities {
    let times = time::resolve(document, mentions, lexicon);
    let clusters = coreference::cluster(document, mentions, lexicon);
    let links = link::choose(document, mentions, &clusters, lexicon);
    let order = first_mention_order(&clusters);
    let mut number_of = vec![EntityId(0); order.len()];
    for (number, cluster) in order.iter().enumerate() {
        number_of[*cluster] = EntityId(number as u32);
    }
    let of_mention = clusters.of_mention.iter().map(|cluster| cluster.map(|cluster| number_of[cluster])).collect();
    let build = |cluster: &usize| entity(document, mentions, &clusters.list[*cluster], links[*cluster], lexicon);
    let entities = order.iter().map(build).collect();
    let mut all = Entities { entities, of_mention, times, relations: Vec::new() };
    let kin: Vec<relation::Kin> =
        clusters.kin.iter().map(|(owner, relative, by)| (number_of[*owner], number_of[*relative], *by)).collect();
    all.relations = relation::find(document, mentions, &kin, &all, lexicon);
    add_attributes(&mut all);
    all
}

/// What relations tell about the attributes of a thing.
fn add_attributes(all: &mut Entities) {
    for relation in &all.relations {
        let object = relation.object.and_then(|object| all.entities.get(object.0 as usize));
        let country = object.and_then(|object| object.location.country.clone());
        let Some(entity) = all.entities.get_mut(relation.subject.0 as usize) else { continue };
        match (relation.kind.as_str(), country) {
            ("age", _) if entity.age.is_none() => {
                entity.age = relation.value.as_ref().and_then(|value| value.parse().ok());
            }
            ("nationality", Some(country)) if !entity.nationality.contains(&country) => {
                entity.nationality.push(country);
            }
            _ => {}
        }
    }
}

fn first_mention_order(clusters: &Clusters) -> Vec<usize> {
    let mut order: Vec<usize> = (0..clusters.list.len()).collect();
    let first = |cluster: usize| clusters.list[cluster].mentions.iter().map(|mention| mention.mention).min();
    order.sort_by_key(|cluster| (first(*cluster), *cluster));
    order
}

/// One cluster as an entity.
fn entity(
    document: &Document,
    mentions: &[Mention],
    cluster: &Cluster,
    link: Option<EntryId>,
    lexicon: &Lexicon,
) -> Entity {
    let entry = link.and_then(|link| lexicon.entry(link));
    let (name, aliases) = names(document, mentions, cluster, entry.as_ref());
    let subtype = entry.map(|entry| entry.subtype()).filter(|subtype| !subtype.is_empty()).map(str::to_owned);
    let is_person = cluster.kind == NameType::Person;
    let mut location = Location::default();
    let mut nationality = Vec::new();
    match entry {
        Some(entry) if is_person && !entry.country().is_empty() => {
            nationality.push(entry.country().to_owned());
        }
        Some(entry) if matches!(cluster.kind, NameType::Place | NameType::Facility) => {
            location = place::location(&entry);
        }
        Some(entry) => {
            location.country = Some(entry.country().to_owned()).filter(|country| !country.is_empty());
        }
        None => {}
    }
    let mut own: Vec<EntityMention> = cluster.mentions.clone();
    own.sort_by_key(|mention| mention.mention);
    for mention in &mut own {
        mention.metonym = is_metonym(document, mentions, cluster, *mention, entry.as_ref(), lexicon);
    }
    let mut roles: Vec<String> = Vec::new();
    for role in cluster.roles.iter().filter(|role| is_office(document, role, lexicon)) {
        let role = document.words(role).to_owned();
        if !role.is_empty() && !roles.contains(&role) {
            roles.push(role);
        }
    }
    Entity {
        kind: cluster.kind,
        subtype,
        name,
        aliases,
        entry: link,
        location,
        roles,
        age: None,
        nationality,
        gender: cluster.gender.filter(|_| is_person || !cluster.plural),
        count: count_of(mentions, &own).filter(|_| cluster.kind == NameType::Group),
        mentions: own,
        confidence: confidence(mentions, cluster),
        rule: cluster.rule,
    }
}

/// Kinship and what makes a relation of another kind (ally, citizen) are no roles.
fn is_office(document: &Document, role: &std::ops::Range<crate::document::TokenIndex>, lexicon: &Lexicon) -> bool {
    let last = role.end.saturating_sub(1);
    let kinship = document.cell(last, Class::Role, 0, lexicon) == Some("kinship");
    let other = matches!(document.cell(last, Class::Role, 2, lexicon), Some("ally" | "nationality" | "in_power"));
    !kinship && !other
}

/// The fullest bare name, and the other names in the order of the text. A country that only its people stand for has the gazetteer's name.
fn names(
    document: &Document,
    mentions: &[Mention],
    cluster: &Cluster,
    entry: Option<&crate::lexicon::Entry>,
) -> (String, Vec<String>) {
    let mut forms: Vec<(&str, usize)> = Vec::new();
    for mention in &cluster.mentions {
        let Some(said) = mentions.get(mention.mention.0 as usize) else { continue };
        let form = said.span.of(document.text);
        if mention.kind == MentionKind::Name && !forms.iter().any(|(other, _)| *other == form) {
            forms.push((form, said.tokens.len()));
        }
    }
    let Some(longest) = forms.iter().map(|(_, words)| *words).max() else {
        if cluster.named {
            return (entry.map_or_else(String::new, |entry| entry.name().to_owned()), Vec::new());
        }
        let first = cluster.mentions.first().and_then(|mention| mentions.get(mention.mention.0 as usize));
        return (first.map_or_else(String::new, |said| bare(document, said)), Vec::new());
    };
    // of equally long forms the one that is not in capitals, then the first
    let best = forms
        .iter()
        .filter(|(_, words)| *words == longest)
        .min_by_key(|(form, _)| !form.chars().any(char::is_lowercase))
        .map_or("", |(form, _)| *form);
    let name = spaced(best);
    let aliases = forms.iter().filter(|(form, _)| *form != best).map(|(form, _)| (*form).to_owned()).collect();
    (name, aliases)
}

/// A noun group without its determiner.
fn bare(document: &Document, mention: &Mention) -> String {
    let mut tokens = mention.tokens.clone();
    while tokens.len() > 1 && document.token(tokens.start).is(Class::Determiner) {
        tokens.start += 1;
    }
    spaced(document.words(&tokens))
}

/// Words with one space between them, however they are set.
fn spaced(words: &str) -> String {
    let mut spaced = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        if !spaced.is_empty() {
            spaced.push(' ');
        }
        spaced.push_str(word);
    }
    spaced
}

/// A capital, country or seat of power that says or does something stands for its government.
fn is_metonym(
    document: &Document,
    mentions: &[Mention],
    cluster: &Cluster,
    mention: EntityMention,
    entry: Option<&crate::lexicon::Entry>,
    lexicon: &Lexicon,
) -> bool {
    let Some(entry) = entry else { return false };
    let governs = matches!(entry.subtype(), "country" | "capital") || !entry.stands_for().is_empty();
    if !governs || !matches!(cluster.kind, NameType::Place | NameType::Facility) || mention.kind != MentionKind::Name {
        return false;
    }
    let Some(said) = mentions.get(mention.mention.0 as usize) else { return false };
    let next = document.token(said.tokens.end);
    if next.is(Class::Reporting) {
        return true;
    }
    // a seat of power as any subject
    let verb = next.is(Class::Auxiliary) || next.is(Class::Modal) || next.is(Class::Verb);
    let _ = lexicon;
    verb && !entry.stands_for().is_empty()
}

/// The count that stands in one of a group's noun groups.
fn count_of(mentions: &[Mention], own: &[EntityMention]) -> Option<MentionId> {
    own.iter().filter(|mention| mention.kind == MentionKind::Nominal).find_map(|mention| {
        let said = mentions.get(mention.mention.0 as usize)?;
        let from = mentions.partition_point(|other| other.tokens.start + 6 < said.tokens.start);
        let to = mentions.partition_point(|other| other.tokens.start < said.tokens.end);
        (from..to).find_map(|number| {
            let Reading::Count(count) = &mentions.get(number)?.reading else { return None };
            let counted = count.counted.as_ref()?;
            (counted.end == said.tokens.end).then_some(MentionId(number as u32))
        })
    })
}

fn confidence(mentions: &[Mention], cluster: &Cluster) -> f32 {
    let margin = cluster
        .mentions
        .iter()
        .filter_map(|mention| match &mentions.get(mention.mention.0 as usize)?.reading {
            Reading::Name(reading) => Some(reading.margin),
            _ => None,
        })
        .fold(0.0f32, f32::max);
    let sure = if cluster.named { 1.0 / (1.0 + (-margin).exp()) } else { 0.6 };
    (sure * 100.0).round() / 100.0
}

impl Entities {
    /// The entity at `id`.
    pub fn get(&self, id: EntityId) -> Option<&Entity> {
        self.entities.get(id.0 as usize)
    }

    /// The entity of a mention.
    pub fn of(&self, mention: MentionId) -> Option<EntityId> {
        self.of_mention.get(mention.0 as usize).copied().flatten()
    }

    /// The time of a mention.
    pub fn time_of(&self, mention: MentionId) -> Option<TimeId> {
        self.times.binary_search_by_key(&mention, |time| time.mention).ok().map(|at| TimeId(at as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::{Entities, resolve};
    use crate::article::Article;
    use crate::lexicon::Lexicon;
    use crate::{clause, document, mention};

    fn read(text: &str) -> Entities {
        let lexicon = Lexicon::built_in().unwrap();
        let article = Article { text: text.to_owned(), language: Some("en".to_owned()), ..Article::default() };
        let document = document::segment(&article, &lexicon);
        let mentions = mention::find(&document, &lexicon);
        let clauses = clause::parse(&document, &mentions, &lexicon);
        resolve(&document, &mentions, &clauses, &lexicon)
    }

    fn named<'e>(entities: &'e Entities, name: &str) -> &'e super::Entity {
        let found = entities.entities.iter().find(|entity| entity.name == name);
        assert!(found.is_some(), "no {name}: {:?}", entities.entities.iter().map(|e| &e.name).collect::<Vec<_>>());
        found.unwrap()
    }

    #[test]
    fn a_surname_and_a_pronoun_mean_the_full_name() {
        let entities = read("Helena Brandt resigned on Monday. Brandt said she would return to Berlin.");
        assert_eq!(named(&entities, "Helena Brandt").mentions.len(), 3);
    }

    #[test]
    fn spouses_whose_surnames_differ_by_an_ending_stay_apart() {
        let entities = read("Pavel Novikov was freed on Friday. His wife, Irina Novikova, thanked the doctors.");
        assert!(named(&entities, "Pavel Novikov").mentions.len() >= 2);
        let wife = named(&entities, "Irina Novikova");
        assert_eq!(wife.mentions.len(), 2);
        assert!(entities.relations.iter().any(|relation| relation.kind == "spouse"));
    }

    #[test]
    fn a_region_behind_a_comma_says_which_town_is_meant() {
        let entities = read("The fire broke out in Springfield, Illinois, on Sunday.");
        assert_eq!(named(&entities, "Springfield").location.admin1.as_deref(), Some("US.IL"));
    }

    #[test]
    fn appositions_make_roles() {
        let entities = read("Jonas Eklund, the founder of a charity, lives in Oslo. Karin Moe, 48, is a lawyer.");
        assert!(entities.relations.iter().any(|relation| relation.kind == "founder"));
        assert_eq!(named(&entities, "Karin Moe").age, Some(48));
    }
}
