//! Evidence: what speaks for and against a stretch of words being the name of a person, an organization, a place, of something else, or no name.
//!
//! In: the weights of `gazetteers/evidence.tsv`, one line a piece of evidence and label (`title_before:person`). Out: a [`Table`] that is made once per lexicon.
//! Some evidence speaks only together with other: what stands before or behind a stretch, and what the stretch is (`in_before+town:place`). Each such pair has a
//! [`Row`] of its own. Where each kind of evidence is seen is decided in [`super::name`].

use crate::lexicon::Lexicon;
use rustc_hash::FxHashMap;

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
    ($(#[$head:meta])* $kind:ident: $($(#[doc = $doc:literal])* $name:ident = $text:literal;)*) => {
        $(#[$head])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $kind { $($(#[doc = $doc])* $name),* }

        impl $kind {
            /// Every kind, in the order of the rows.
            pub const ALL: &[$kind] = &[$($kind::$name),*];

            /// Its name in `evidence.tsv`.
            pub const fn name(self) -> &'static str {
                match self { $($kind::$name => $text),* }
            }

            /// What it is, in words.
            pub const fn note(self) -> &'static str {
                match self { $($kind::$name => concat!($($doc),*)),* }
            }
        }
    };
}

evidence! {
    /// What the words of a stretch are, in one word: what its surroundings are weighed with.
    Kind:
    /// A country or territory.
    Country = "country";
    /// A region or first-order division.
    Region = "region";
    /// A city of fifty thousand or a capital.
    City = "city";
    /// Any other listed place.
    SmallPlace = "small_place";
    /// A listed facility, or one by its head.
    Facility = "facility";
    /// Ends with the head of a place.
    PlaceByHead = "place_by_head";
    /// The adjective or noun of a people.
    Demonym = "demonym";
    /// A listed organization of several words.
    Organization = "organization";
    /// A listed organization of one word.
    ShortOrganization = "short_organization";
    /// An organization by its head or suffix.
    OrganizationByHead = "organization_by_head";
    /// A listed person.
    Person = "person";
    /// A given name and more.
    FullName = "full_name";
    /// Several words, the last a family name.
    EndsWithFamilyName = "ends_with_family_name";
    /// One word, a given name.
    GivenName = "given_name";
    /// One word, a family name.
    FamilyName = "family_name";
    /// Any other listed name.
    Thing = "thing";
    /// A named event by its head.
    Event = "event";
    /// A month or weekday.
    Month = "month";
    /// One word that is a title or role.
    Title = "title";
    /// One function word.
    Function = "function";
    /// One word in capitals.
    Capitals = "capitals";
    /// One word, nearly always in lower case.
    Common = "common";
    /// One word, as often in lower case.
    Even = "even";
    /// One word, mostly with a capital.
    Mixed = "mixed";
    /// One word, nearly always with a capital.
    Proper = "proper";
    /// One word in no frequency list.
    Unseen = "unseen";
    /// Several words, all nearly always in lower case.
    CommonWords = "common_words";
    /// Several words with a small word or sign among them.
    JoinedWords = "joined_words";
    /// Several words, one in no frequency list.
    UnseenWords = "unseen_words";
    /// Several other words.
    Words = "words";
    /// A number, or letters and digits.
    Number = "number";
    /// One word that heads organizations, or ends their names.
    OrganizationHead = "organization_head";
    /// One word that heads places.
    PlaceHead = "place_head";
    /// One word that heads facilities.
    FacilityHead = "facility_head";
    /// One word that heads named events.
    EventHead = "event_head";
    /// An initial.
    Initial = "initial";
    /// A particle, preposition or other small word.
    Small = "small";
    /// The plural of a common noun.
    Plural = "plural";
}

evidence! {
    /// What the word is that stands one further from a stretch than its neighbor.
    Further:
    /// The sentence is over there.
    Nothing = "nothing";
    /// the.
    The = "the";
    /// Another determiner or possessive.
    Determiner = "determiner";
    /// in, at, near and their like.
    In = "in";
    /// of.
    Of = "of";
    /// Another preposition.
    Preposition = "preposition";
    /// A conjunction or relative.
    Conjunction = "conjunction";
    /// A comma.
    Comma = "comma";
    /// A quotation mark.
    Quote = "quote";
    /// Another sign.
    Sign = "sign";
    /// A number.
    Number = "number";
    /// A verb of saying.
    Said = "said";
    /// An auxiliary or modal.
    Auxiliary = "auxiliary";
    /// A title, office or other role.
    Role = "role";
    /// A kinship word.
    Kinship = "kinship";
    /// A noun of an organization.
    OrganizationNoun = "organization_noun";
    /// A noun of a place or facility.
    PlaceNoun = "place_noun";
    /// Another noun of the lists.
    Noun = "noun";
    /// A verb whose name beside it is a person's.
    DeedOfPerson = "deed_of_person";
    /// A verb whose name beside it is an organization's.
    DeedOfOrganization = "deed_of_organization";
    /// A verb whose name beside it is a place's.
    DeedOfPlace = "deed_of_place";
    /// Another form of a verb.
    Verb = "verb";
    /// A pronoun.
    Pronoun = "pronoun";
    /// A word with a capital.
    Capital = "capital";
    /// Another word.
    Word = "word";
}

evidence! {
    /// What an article or line is, where kinds of names mean other things than elsewhere.
    Setting:
    /// A line where capitals tell nothing.
    Headline = "headline";
    /// A name without a capital.
    LowerCase = "lower_case";
    /// A place's name in an article about sport, where it can be a team's.
    Sport = "sport";
}

evidence! {
    /// One kind of evidence.
    Evidence:
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
    /// "of" inside.
    InnerOf = "inner_of";
    /// A capitalised function word inside or at the end.
    InnerFunctionWord = "inner_function_word";
    /// A number or a code of letters and digits inside.
    InnerNumber = "inner_number";
    /// A comma inside, before a suffix.
    InnerComma = "inner_comma";
    /// A word stands in it twice.
    RepeatsWord = "repeats_word";
    /// A given name behind a family name.
    GivenAfterFamily = "given_after_family";
    /// A given name and more before "of", "at" or "for".
    FullNameOf = "full_name_of";
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
    /// The last word heads streets, bridges, airports and other grounds, which are hardly ever organizations.
    GroundsHead = "grounds_head";
    /// The first words head such grounds.
    GroundsHeadFirst = "grounds_head_first";
    /// The last word heads named events.
    EventHead = "event_head";
    /// The first words head named events.
    EventHeadFirst = "event_head_first";
    /// One word that heads names, alone.
    HeadAlone = "head_alone";
    /// Begins with a place or demonym, and a head of organizations stands first behind it: U.S. Department of.
    PlaceThenHeadFirst = "place_then_head_first";
    /// The last word is the plural of a common noun.
    PluralLast = "plural_last";
    /// As `plural_last`, with "the" before it.
    PluralWithThe = "plural_with_the";
    /// Longer than a person's name, and ends with a given and a family name.
    EndsWithFullName = "ends_with_full_name";
    /// Behind "and" inside a place, demonym, organization or given name begins.
    NameAfterConjunction = "name_after_conjunction";
    /// The last word is in no gazetteer and ends as names of persons do.
    EndsLikePerson = "ends_like_person";
    /// The last word is in no gazetteer and ends as names of organizations do.
    EndsLikeOrganization = "ends_like_organization";
    /// The last word is in no gazetteer and ends as names of places do.
    EndsLikePlace = "ends_like_place";
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

    /// One word that opens or closes a letter: Dear, Regards.
    Greeting = "greeting";
    /// Several words that begin so.
    GreetingFirst = "greeting_first";
    /// Several words, one a code of letters and digits: a postal district, a flight.
    HasCode = "has_code";
    /// One word that begins a compound which is no name: Guinea pigs.
    BeginsCompound = "begins_compound";
    /// One word at the start of a sentence that is a common noun too, directly before a noun in lower case: Turkey prices.
    ModifiesNoun = "modifies_noun";
    /// As `modifies_noun`, before "and" and a bare noun: Turkey and ham.
    CoordinatedNoun = "coordinated_noun";
    /// One word at the start of a sentence that is the base form of a verb, with the article of its object behind it: Mark the spot.
    Order = "order";
    /// One word that is a listed place, where only a person can stand: Mr. Ireland, his daughter Georgia.
    PlaceAsPerson = "place_as_person";

    /// Nothing before it in the sentence.
    AtStart = "at_start";
    /// A title before it.
    TitleBefore = "title_before";
    /// Dear, Regards before it.
    GreetingBefore = "greeting_before";
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
    /// "for" before it.
    ForBefore = "for_before";
    /// "on" before it.
    OnBefore = "on_before";
    /// "against" before it.
    AgainstBefore = "against_before";
    /// "like", "including", "such as" before it.
    LikeBefore = "like_before";
    /// Another preposition before it.
    PrepositionBefore = "preposition_before";
    /// "the" before it.
    TheBefore = "the_before";
    /// "The" with a capital before it, inside a sentence.
    CapitalTheBefore = "capital_the_before";
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
    /// A verb before it that is done to persons.
    DeedToPerson = "deed_to_person";
    /// A verb before it that is done to organizations.
    DeedToOrganization = "deed_to_organization";
    /// A verb before it that is done to places.
    DeedToPlace = "deed_to_place";
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
    /// A verb after it that says what persons do, or what is done to them: was born.
    DeedOfPerson = "deed_of_person";
    /// A verb after it that says what organizations do, or what is done to them: was founded.
    DeedOfOrganization = "deed_of_organization";
    /// A verb after it that says what places do, or what is done to them: is located.
    DeedOfPlace = "deed_of_place";
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
    /// A comma and "a", "the" or nothing with a role or noun of persons after it.
    AppositionOfPerson = "apposition_of_person";
    /// As `apposition_of_person`, with a noun of organizations.
    AppositionOfOrganization = "apposition_of_organization";
    /// As `apposition_of_person`, with a noun of places.
    AppositionOfPlace = "apposition_of_place";
    /// is, are and a noun of persons after it.
    CopulaOfPerson = "copula_of_person";
    /// is, are and a noun of organizations after it.
    CopulaOfOrganization = "copula_of_organization";
    /// is, are and a noun of places after it.
    CopulaOfPlace = "copula_of_place";
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
    /// A common noun too, the subject of a verb that is none of saying, and nowhere but at starts of sentences a name: Dawn broke.
    NounSubject = "noun_subject";
    /// Elsewhere in the document it stands where only a person can, though it is a listed place.
    PlaceAsPersonElsewhere = "place_as_person_elsewhere";
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

    /// At the start of a sentence or in a headline; elsewhere inside a sentence it stands with a capital.
    CapitalElsewhere = "capital_elsewhere";
    /// Elsewhere in the document a longer organization begins with it.
    StartsOrganization = "starts_organization";
    /// Elsewhere in the document a longer place begins with it.
    StartsPlace = "starts_place";
    /// Elsewhere in the document another longer name begins with it.
    StartsOther = "starts_other";
    /// Next to it in a list stands a person.
    PersonInList = "person_in_list";
    /// Next to it in a list stands an organization.
    OrganizationInList = "organization_in_list";
    /// Next to it in a list stands a place.
    PlaceInList = "place_in_list";
    /// Next to it in a list stands another name.
    OtherInList = "other_in_list";

    /// The place of the dateline.
    DatelinePlace = "dateline_place";
    /// The agency of the dateline.
    DatelineAgency = "dateline_agency";
    /// Nothing but words with capitals in its sentence.
    InHeadline = "in_headline";
    /// A place in an article about sport.
    PlaceInSport = "place_in_sport";
    /// Beside the score of a match: 3-1.
    ScoreBeside = "score_beside";
    /// One word that is no place in an article about sport.
    WordInSport = "word_in_sport";
}

/// A row of the table: one kind of evidence, or two together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Row(pub u16);

const EVIDENCE: usize = Evidence::ALL.len();
const KINDS: usize = Kind::ALL.len();
const FURTHER: usize = Further::ALL.len();
const FIRST_BEFORE: usize = Evidence::AtStart as usize;
const BEFORE: usize = Evidence::WordBefore as usize + 1 - FIRST_BEFORE;
const FIRST_AFTER: usize = Evidence::AtEnd as usize;
const AFTER: usize = Evidence::WordAfter as usize + 1 - FIRST_AFTER;

const BEFORE_AND_KIND: usize = EVIDENCE + LABELS;
const AFTER_AND_KIND: usize = BEFORE_AND_KIND + BEFORE * KINDS;
const BEFORE_AND_AFTER: usize = AFTER_AND_KIND + AFTER * KINDS;
const BEFORE_AND_FURTHER: usize = BEFORE_AND_AFTER + BEFORE * AFTER;
const AFTER_AND_FURTHER: usize = BEFORE_AND_FURTHER + BEFORE * FURTHER;
const SETTING_AND_KIND: usize = AFTER_AND_FURTHER + AFTER * FURTHER;
const FIRST_AND_LAST: usize = SETTING_AND_KIND + Setting::ALL.len() * KINDS;

impl Row {
    /// How many rows there are.
    pub const COUNT: usize = FIRST_AND_LAST + KINDS * KINDS;

    /// One kind of evidence alone.
    pub const fn of(evidence: Evidence) -> Self {
        Self(evidence as u16)
    }

    /// A name directly behind one of a label, without a word between.
    pub const fn behind(label: Label) -> Self {
        Self((EVIDENCE + label as usize) as u16)
    }

    /// What stands before (`at_start` … `word_before`), and what the stretch is.
    pub const fn before_kind(before: Evidence, kind: Kind) -> Self {
        Self((BEFORE_AND_KIND + (before as usize - FIRST_BEFORE) * KINDS + kind as usize) as u16)
    }

    /// What stands behind (`at_end` … `word_after`), and what the stretch is.
    pub const fn after_kind(after: Evidence, kind: Kind) -> Self {
        Self((AFTER_AND_KIND + (after as usize - FIRST_AFTER) * KINDS + kind as usize) as u16)
    }

    /// What stands before and what stands behind.
    pub const fn before_after(before: Evidence, after: Evidence) -> Self {
        Self((BEFORE_AND_AFTER + (before as usize - FIRST_BEFORE) * AFTER + after as usize - FIRST_AFTER) as u16)
    }

    /// What stands before, and the word before that.
    pub const fn before_further(before: Evidence, further: Further) -> Self {
        Self((BEFORE_AND_FURTHER + (before as usize - FIRST_BEFORE) * FURTHER + further as usize) as u16)
    }

    /// What stands behind, and the word behind that.
    pub const fn after_further(after: Evidence, further: Further) -> Self {
        Self((AFTER_AND_FURTHER + (after as usize - FIRST_AFTER) * FURTHER + further as usize) as u16)
    }

    /// Where the stretch stands, and what it is.
    pub const fn setting_kind(setting: Setting, kind: Kind) -> Self {
        Self((SETTING_AND_KIND + setting as usize * KINDS + kind as usize) as u16)
    }

    /// What the first and the last of several words are.
    pub const fn first_last(first: Kind, last: Kind) -> Self {
        Self((FIRST_AND_LAST + first as usize * KINDS + last as usize) as u16)
    }

    /// Its name in `evidence.tsv`.
    pub fn name(self) -> String {
        let at = usize::from(self.0);
        let pair = |first: &str, second: &str| format!("{first}+{second}");
        let before = |at: usize| Evidence::ALL.get(FIRST_BEFORE + at).map_or("", |evidence| evidence.name());
        let after = |at: usize| Evidence::ALL.get(FIRST_AFTER + at).map_or("", |evidence| evidence.name());
        let kind = |at: usize| Kind::ALL.get(at).map_or("", |kind| kind.name());
        let further = |at: usize| Further::ALL.get(at).map_or("", |further| further.name());
        let setting = |at: usize| Setting::ALL.get(at).map_or("", |setting| setting.name());
        if at < EVIDENCE {
            Evidence::ALL.get(at).map_or("", |evidence| evidence.name()).to_owned()
        } else if at < BEFORE_AND_KIND {
            format!("after_{}", Label::ALL.get(at - EVIDENCE).map_or("", |label| label.name()))
        } else if at < AFTER_AND_KIND {
            let at = at - BEFORE_AND_KIND;
            pair(before(at / KINDS), kind(at % KINDS))
        } else if at < BEFORE_AND_AFTER {
            let at = at - AFTER_AND_KIND;
            pair(kind(at % KINDS), after(at / KINDS))
        } else if at < BEFORE_AND_FURTHER {
            let at = at - BEFORE_AND_AFTER;
            pair(before(at / AFTER), after(at % AFTER))
        } else if at < AFTER_AND_FURTHER {
            let at = at - BEFORE_AND_FURTHER;
            pair(&format!("{}_further", further(at % FURTHER)), before(at / FURTHER))
        } else if at < SETTING_AND_KIND {
            let at = at - AFTER_AND_FURTHER;
            pair(after(at / FURTHER), &format!("{}_further", further(at % FURTHER)))
        } else if at < FIRST_AND_LAST {
            let at = at - SETTING_AND_KIND;
            pair(&format!("in_{}", setting(at / KINDS)), kind(at % KINDS))
        } else {
            let at = at - FIRST_AND_LAST;
            pair(&format!("from_{}", kind(at / KINDS)), &format!("to_{}", kind(at % KINDS)))
        }
    }
}

/// The weight of each kind of evidence for each label, and of one label next to another.
#[derive(Clone, Copy)]
pub struct Table<'l> {
    weights: &'l [[f32; LABELS]],
}

impl<'l> Table<'l> {
    /// The weights of a lexicon.
    pub fn of(lexicon: &'l Lexicon) -> Self {
        Self { weights: lexicon.weights(read).as_chunks().0 }
    }

    /// What one kind of evidence says for every label.
    pub fn row(self, row: Row) -> &'l [f32; LABELS] {
        self.weights.get(usize::from(row.0)).unwrap_or(&[0.0; LABELS])
    }

    /// What speaks for one label directly behind another, without a word between.
    pub fn next(self, first: Label, second: Label) -> f32 {
        self.row(Row::behind(first))[second as usize]
    }

    /// Adds what some evidence says.
    pub fn sum(self, found: &[Row]) -> [f32; LABELS] {
        let mut scores = [0.0; LABELS];
        for row in found {
            for (score, weight) in scores.iter_mut().zip(self.row(*row)) {
                *score += weight;
            }
        }
        scores
    }
}

/// The numbers of the names of a list.
fn numbers(names: impl Iterator<Item = &'static str>) -> FxHashMap<&'static str, usize> {
    names.enumerate().map(|(number, name)| (name, number)).collect()
}

/// The table of the lines of `evidence.tsv`; lines of unknown evidence say nothing.
fn read(lines: &mut dyn Iterator<Item = (&str, f32)>) -> Vec<f32> {
    let labels = numbers(Label::ALL.iter().map(|label| label.name()));
    let evidence = numbers(Evidence::ALL.iter().map(|evidence| evidence.name()));
    let kinds = numbers(Kind::ALL.iter().map(|kind| kind.name()));
    let further = numbers(Further::ALL.iter().map(|further| further.name()));
    let settings = numbers(Setting::ALL.iter().map(|setting| setting.name()));
    let row_of = |name: &str| -> Option<usize> {
        let Some((first, second)) = name.split_once('+') else {
            let behind =
                || name.strip_prefix("after_").and_then(|label| labels.get(label)).map(|label| EVIDENCE + label);
            return evidence.get(name).copied().or_else(behind);
        };
        if let (Some(first), Some(last)) = (first.strip_prefix("from_"), second.strip_prefix("to_"))
            && let (Some(first), Some(last)) = (kinds.get(first), kinds.get(last))
        {
            return Some(FIRST_AND_LAST + first * KINDS + last);
        }
        if let Some(further) = first.strip_suffix("_further").and_then(|name| further.get(name)) {
            let before = evidence.get(second)?.checked_sub(FIRST_BEFORE).filter(|at| *at < BEFORE)?;
            return Some(BEFORE_AND_FURTHER + before * FURTHER + further);
        }
        if let Some(further) = second.strip_suffix("_further").and_then(|name| further.get(name)) {
            let after = evidence.get(first)?.checked_sub(FIRST_AFTER).filter(|at| *at < AFTER)?;
            return Some(AFTER_AND_FURTHER + after * FURTHER + further);
        }
        let before = evidence.get(first).and_then(|at| at.checked_sub(FIRST_BEFORE)).filter(|at| *at < BEFORE);
        let after = evidence.get(second).and_then(|at| at.checked_sub(FIRST_AFTER)).filter(|at| *at < AFTER);
        match (before, after) {
            (Some(before), Some(after)) => Some(BEFORE_AND_AFTER + before * AFTER + after),
            (Some(before), None) => Some(BEFORE_AND_KIND + before * KINDS + kinds.get(second)?),
            (None, Some(after)) => Some(AFTER_AND_KIND + after * KINDS + kinds.get(first)?),
            (None, None) => {
                let setting = settings.get(first.strip_prefix("in_")?)?;
                Some(SETTING_AND_KIND + setting * KINDS + kinds.get(second)?)
            }
        }
    };
    let mut weights = vec![0.0; Row::COUNT * LABELS];
    // the labels of one row follow each other
    let mut last = ("", None);
    for (name, weight) in lines {
        let Some((row, label)) = name.rsplit_once(':') else { continue };
        if row != last.0 {
            last = (row, row_of(row));
        }
        if let (Some(row), Some(label)) = (last.1, labels.get(label))
            && let Some(cell) = weights.get_mut(row * LABELS + label)
        {
            *cell = weight;
        }
    }
    weights
}

/// Every name that `evidence.tsv` can hold, in the order of the table.
pub fn names() -> Vec<String> {
    let rows = (0..Row::COUNT).map(|row| Row(row as u16).name());
    rows.flat_map(|row| Label::ALL.iter().map(move |label| format!("{row}:{}", label.name()))).collect()
}

#[cfg(test)]
mod tests {
    use super::{LABELS, Row, names, read};

    #[test]
    fn every_row_is_read_under_its_own_name() {
        for (at, name) in names().iter().enumerate() {
            let table = read(&mut std::iter::once((name.as_str(), 1.0)));
            assert_eq!(table.iter().position(|weight| *weight != 0.0), Some(at), "{name}");
        }
        assert_eq!(names().len(), Row::COUNT * LABELS);
    }
}
