//! Evidence: what speaks for and against a stretch of words being the name of a person, an organization, a place, of something else, or no name.
//!
//! In: the weights of `gazetteers/evidence.tsv`, one line a piece of evidence and label (`title_before:person`). Out: a [`Table`] that is made once per lexicon.
//! Where each kind of evidence is seen is decided in [`super::name`].

use crate::lexicon::Lexicon;

/// What a stretch of a capitalised run can be labelled; names are refined to [`super::NameType`] once cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Label {
    /// No name; such stretches are single words.
    None,
    /// A person.
    Person,
    /// An organization.
    Organization,
    /// A place or facility.
    Place,
    /// Any other name: nationality, work, product, event.
    Other,
}

/// How many labels there are.
pub const LABELS: usize = 5;

impl Label {
    /// All labels, in the order of the columns.
    pub const ALL: [Label; LABELS] = [Label::None, Label::Person, Label::Organization, Label::Place, Label::Other];

    /// Its name in `evidence.tsv`.
    pub const fn name(self) -> &'static str {
        match self {
            Label::None => "none",
            Label::Person => "person",
            Label::Organization => "organization",
            Label::Place => "place",
            Label::Other => "other",
        }
    }
}

macro_rules! evidence {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        /// One kind of evidence.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Evidence { $($(#[$doc])* $name),* }

        impl Evidence {
            /// Every kind, in the order of the rows.
            pub const ALL: &[Evidence] = &[$(Evidence::$name),*];

            /// Its name in `evidence.tsv`.
            pub const fn name(self) -> &'static str {
                match self { $(Evidence::$name => $text),* }
            }
        }
    };
}

evidence! {
    /// One word.
    Words1 = "words_1";
    /// Two words.
    Words2 = "words_2";
    /// Three words.
    Words3 = "words_3";
    /// Four words.
    Words4 = "words_4";
    /// Five words or more.
    WordsMore = "words_more";

    /// The stretch is a country of the gazetteers.
    IsCountry = "is_country";
    /// A region or first-order division.
    IsRegion = "is_region";
    /// A second-order division.
    IsDistrict = "is_district";
    /// A capital or a city of half a million.
    IsBigCity = "is_big_city";
    /// A city of fifty thousand.
    IsCity = "is_city";
    /// A smaller town or village.
    IsTown = "is_town";
    /// A river, sea, mountain, island.
    IsFeature = "is_feature";
    /// A building or other facility.
    IsFacility = "is_facility";
    /// The adjective or noun of a country's or region's people.
    IsDemonym = "is_demonym";
    /// A person's name of several words.
    IsPerson = "is_person";
    /// A person known by one word.
    IsFamousSurname = "is_famous_surname";
    /// A union of states.
    IsUnion = "is_union";
    /// A news agency, paper or broadcaster.
    IsMedia = "is_media";
    /// A party, armed group, police or military.
    IsForce = "is_force";
    /// A company.
    IsCompany = "is_company";
    /// A club.
    IsClub = "is_club";
    /// Any other organization.
    IsOrganization = "is_organization";
    /// A people or creed.
    IsPeople = "is_people";
    /// A work, product or named event.
    IsThing = "is_thing";
    /// A person of the user's gazetteers.
    IsOwnPerson = "is_own_person";
    /// An organization of the user's gazetteers.
    IsOwnOrganization = "is_own_organization";
    /// A place or facility of the user's gazetteers.
    IsOwnPlace = "is_own_place";
    /// Any other name of the user's gazetteers.
    IsOwnThing = "is_own_thing";
    /// In no gazetteer of names.
    IsUnlisted = "is_unlisted";
    /// In a gazetteer, but mostly a word in lower case.
    IsCommonWord = "is_common_word";
    /// A place that is a known name token of persons too.
    IsPlaceAndNameToken = "is_place_and_name_token";

    /// Begins with a place of the gazetteers and goes on.
    StartsWithPlace = "starts_with_place";
    /// Ends with a place of the gazetteers.
    EndsWithPlace = "ends_with_place";
    /// Begins with a demonym and goes on.
    StartsWithDemonym = "starts_with_demonym";
    /// Begins with an organization of the gazetteers and goes on.
    StartsWithOrganization = "starts_with_organization";
    /// Ends with a person of the gazetteers.
    EndsWithPerson = "ends_with_person";
    /// Begins with a place or demonym and ends with an organization head.
    PlaceThenHead = "place_then_head";
    /// Begins with a person of the gazetteers and has an organization head behind: the Carter Center.
    PersonThenHead = "person_then_head";
    /// Several words that end with a medium (Telegram).
    EndsWithMedium = "ends_with_medium";
    /// Cuts a hyphenated word in two.
    CutsHyphen = "cuts_hyphen";
    /// Cuts a listed name of several words in two.
    CutsListedName = "cuts_listed_name";

    /// Two capitals.
    Capitals2 = "capitals_2";
    /// Three to five capitals.
    Capitals3 = "capitals_3";
    /// One word of six capitals or more.
    CapitalsMore = "capitals_more";
    /// A capital inside a word.
    MixedCase = "mixed_case";
    /// A number inside or at the end.
    HasNumber = "has_number";
    /// A single letter with a point inside.
    HasInitial = "has_initial";
    /// "of" or another preposition inside.
    InnerPreposition = "inner_preposition";
    /// "and" inside.
    InnerConjunction = "inner_conjunction";
    /// "the" inside.
    InnerDeterminer = "inner_determiner";
    /// de, van, al inside.
    InnerParticle = "inner_particle";
    /// Begins with de, van, al.
    StartsWithParticle = "starts_with_particle";
    /// 's inside.
    InnerPossessive = "inner_possessive";
    /// A hyphen inside.
    InnerHyphen = "inner_hyphen";
    /// & inside.
    InnerAmpersand = "inner_ampersand";

    /// One word inside a sentence, in no frequency list.
    UnseenInside = "unseen_inside";
    /// One word inside a sentence, nearly always with a capital.
    ProperInside = "proper_inside";
    /// One word inside a sentence, mostly with a capital.
    MixedInside = "mixed_inside";
    /// One word inside a sentence, as often in lower case.
    EvenInside = "even_inside";
    /// One word inside a sentence, nearly always in lower case.
    CommonInside = "common_inside";
    /// As `unseen_inside`, at the start of a sentence.
    UnseenStart = "unseen_start";
    /// As `proper_inside`, at the start of a sentence.
    ProperStart = "proper_start";
    /// As `mixed_inside`, at the start of a sentence.
    MixedStart = "mixed_start";
    /// As `even_inside`, at the start of a sentence.
    EvenStart = "even_start";
    /// As `common_inside`, at the start of a sentence.
    CommonStart = "common_start";
    /// As `unseen_inside`, in a line where capitals tell nothing.
    UnseenHeadline = "unseen_headline";
    /// As `proper_inside`, in a line where capitals tell nothing.
    ProperHeadline = "proper_headline";
    /// As `mixed_inside`, in a line where capitals tell nothing.
    MixedHeadline = "mixed_headline";
    /// As `even_inside`, in a line where capitals tell nothing.
    EvenHeadline = "even_headline";
    /// As `common_inside`, in a line where capitals tell nothing.
    CommonHeadline = "common_headline";
    /// Several words, the first nearly always in lower case.
    FirstIsCommon = "first_is_common";
    /// Several words, the first nearly always in lower case, at the start of a sentence.
    FirstIsCommonAtStart = "first_is_common_at_start";
    /// Several words, the last nearly always in lower case.
    LastIsCommon = "last_is_common";
    /// Several words, all nearly always in lower case.
    AllCommon = "all_common";
    /// Several words, one in no frequency list.
    HasUnseen = "has_unseen";
    /// Several words in a line where capitals tell nothing, one nearly always in lower case.
    CommonInHeadline = "common_in_headline";

    /// One word, a common given name.
    GivenName = "given_name";
    /// One word, a family name.
    FamilyName = "family_name";
    /// One word, no known name token.
    UnknownToken = "unknown_token";
    /// Several words, the first a given name, the last a family name.
    GivenThenFamily = "given_then_family";
    /// Several words, the first a given name, the last unknown.
    GivenThenUnknown = "given_then_unknown";
    /// Several words, the first no given name, the last a family name.
    UnknownThenFamily = "unknown_then_family";
    /// Several words, neither first nor last a known name token.
    UnknownTokens = "unknown_tokens";
    /// Several words, all known name tokens.
    AllNameTokens = "all_name_tokens";
    /// Several words, one in the middle no name token.
    OneUnknownToken = "one_unknown_token";

    /// The last word heads organizations.
    OrganizationHead = "organization_head";
    /// The first words head organizations (Ministry of).
    OrganizationHeadFirst = "organization_head_first";
    /// The last word heads places.
    PlaceHead = "place_head";
    /// The first words head places (Mount).
    PlaceHeadFirst = "place_head_first";
    /// The last word heads facilities.
    FacilityHead = "facility_head";
    /// The first words head facilities.
    FacilityHeadFirst = "facility_head_first";
    /// The last word heads named events.
    EventHead = "event_head";
    /// The first words head named events.
    EventHeadFirst = "event_head_first";
    /// One word that heads names, alone.
    HeadAlone = "head_alone";
    /// An organization head inside.
    HeadInside = "head_inside";
    /// Inc, Ltd, `GmbH` at the end.
    CompanySuffix = "company_suffix";
    /// Jr, III at the end.
    PersonSuffix = "person_suffix";
    /// Begins with a direction word.
    DirectionFirst = "direction_first";
    /// One word, a direction.
    Direction = "direction";
    /// Begins with a title or role.
    RoleFirst = "role_first";
    /// Ends with a title or role.
    RoleLast = "role_last";
    /// One word, or part of a phrase, that is a title or role.
    Role = "role";
    /// One word that is a function word.
    FunctionWord = "function_word";
    /// Begins with a function word.
    FunctionFirst = "function_first";
    /// One word, a month or weekday.
    MonthOrDay = "month_or_day";
    /// A month or weekday among several words.
    MonthOrDayInside = "month_or_day_inside";
    /// One word that can be a verb, at the start of a sentence or in a headline.
    VerbAtStart = "verb_at_start";
    /// One word that is a common noun of the lists.
    CommonNoun = "common_noun";
    /// A common noun of the lists at the end.
    CommonNounLast = "common_noun_last";
    /// One word: a unit, currency, numeral or medium.
    Measure = "measure";

    /// Nothing before it in the sentence.
    AtStart = "at_start";
    /// A title before it.
    TitleBefore = "title_before";
    /// A role in lower case before it.
    RoleBefore = "role_before";
    /// A kinship word before it.
    KinshipBefore = "kinship_before";
    /// "in" before it.
    InBefore = "in_before";
    /// "at" before it.
    AtBefore = "at_before";
    /// "from" before it.
    FromBefore = "from_before";
    /// "to" before it.
    ToBefore = "to_before";
    /// "by" before it.
    ByBefore = "by_before";
    /// "of" before it.
    OfBefore = "of_before";
    /// "with" before it.
    WithBefore = "with_before";
    /// near, across, around, outside before it.
    NearBefore = "near_before";
    /// Another preposition before it.
    PrepositionBefore = "preposition_before";
    /// "the" before it.
    TheBefore = "the_before";
    /// Another determiner before it.
    DeterminerBefore = "determiner_before";
    /// 's, his, their before it.
    PossessiveBefore = "possessive_before";
    /// A demonym before it, in the same run.
    DemonymBefore = "demonym_before";
    /// A direction word before it.
    DirectionBefore = "direction_before";
    /// A capitalised word before it, in the same run.
    CapitalBefore = "capital_before";
    /// "PLACE," before it.
    PlaceAndCommaBefore = "place_and_comma_before";
    /// A comma before it.
    CommaBefore = "comma_before";
    /// and, or before it.
    ConjunctionBefore = "conjunction_before";
    /// A verb of saying before it.
    SaidBefore = "said_before";
    /// Another verb before it.
    VerbBefore = "verb_before";
    /// A bracket before it.
    BracketBefore = "bracket_before";
    /// A quotation mark before it.
    QuoteBefore = "quote_before";
    /// A noun of an organization before it (company, group, party).
    OrganizationNounBefore = "organization_noun_before";
    /// A noun of a place before it (city, village).
    PlaceNounBefore = "place_noun_before";
    /// Another common noun before it.
    NounBefore = "noun_before";
    /// Another sign before it.
    SignBefore = "sign_before";
    /// Another word in lower case before it.
    WordBefore = "word_before";
    /// Long form with these initials before the bracket.
    LongFormBefore = "long_form_before";

    /// Nothing after it in the sentence.
    AtEnd = "at_end";
    /// 's after it.
    PossessiveAfter = "possessive_after";
    /// ", 52," after it.
    AgeAfter = "age_after";
    /// ", REGION" after it.
    RegionAfter = "region_after";
    /// A verb of saying after it.
    SaidAfter = "said_after";
    /// Another verb after it.
    VerbAfter = "verb_after";
    /// A role after it.
    RoleAfter = "role_after";
    /// An organization noun after it.
    OrganizationNounAfter = "organization_noun_after";
    /// A place or facility noun after it.
    PlaceNounAfter = "place_noun_after";
    /// A person noun after it.
    PersonNounAfter = "person_noun_after";
    /// Another noun after it.
    NounAfter = "noun_after";
    /// A capitalised word after it, in the same run.
    CapitalAfter = "capital_after";
    /// A comma after it.
    CommaAfter = "comma_after";
    /// and, or after it.
    ConjunctionAfter = "conjunction_after";
    /// A preposition after it.
    PrepositionAfter = "preposition_after";
    /// -based, -led after it.
    HyphenAfter = "hyphen_after";
    /// Its initials in brackets after it.
    AcronymAfter = "acronym_after";
    /// Another bracket after it.
    BracketAfter = "bracket_after";
    /// A quotation mark after it.
    QuoteAfter = "quote_after";
    /// who after it, behind a comma or not.
    WhoAfter = "who_after";
    /// A number after it.
    NumberAfter = "number_after";
    /// Another word after it.
    WordAfter = "word_after";

    /// The rest of a person's full name in the document.
    SurnameOfPerson = "surname_of_person";
    /// The first word of a person's full name in the document.
    GivenNameOfPerson = "given_name_of_person";
    /// The initials of a longer name in the document.
    AcronymOfName = "acronym_of_name";
    /// Elsewhere in the document it is a person.
    PersonElsewhere = "person_elsewhere";
    /// Elsewhere in the document it is an organization.
    OrganizationElsewhere = "organization_elsewhere";
    /// Elsewhere in the document it is a place.
    PlaceElsewhere = "place_elsewhere";
    /// Elsewhere in the document it is another name.
    OtherElsewhere = "other_elsewhere";
    /// Elsewhere in the document the word stands in lower case.
    LowerCaseElsewhere = "lower_case_elsewhere";

    /// The place of the dateline.
    DatelinePlace = "dateline_place";
    /// The agency of the dateline.
    DatelineAgency = "dateline_agency";
    /// Nothing but words with capitals in its sentence.
    InHeadline = "in_headline";
    /// A place in an article about sport.
    PlaceInSport = "place_in_sport";
    /// One word that is no place in an article about sport.
    WordInSport = "word_in_sport";
}

/// The weight of each kind of evidence for each label, and of one label next to another.
#[derive(Clone, Copy)]
pub struct Table<'l> {
    weights: &'l [f32],
}

impl<'l> Table<'l> {
    /// The weights of a lexicon.
    pub fn of(lexicon: &'l Lexicon) -> Self {
        Self { weights: lexicon.weights(names) }
    }

    /// What one kind of evidence says for every label.
    pub fn row(self, evidence: Evidence) -> &'l [f32] {
        let at = evidence as usize * LABELS;
        self.weights.get(at..at + LABELS).unwrap_or(&[0.0; LABELS])
    }

    /// What speaks for one label directly behind another, without a word between.
    pub fn next(self, first: Label, second: Label) -> f32 {
        let at = (Evidence::ALL.len() + first as usize) * LABELS + second as usize;
        self.weights.get(at).copied().unwrap_or(0.0)
    }
}

/// Every name that `evidence.tsv` can hold, in the order of the table.
pub fn names() -> Vec<String> {
    let rows = Evidence::ALL.iter().map(|evidence| evidence.name().to_owned());
    let next = Label::ALL.iter().map(|label| format!("after_{}", label.name()));
    rows.chain(next).flat_map(|row| Label::ALL.iter().map(move |label| format!("{row}:{}", label.name()))).collect()
}
