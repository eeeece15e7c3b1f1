//! Which language a text is in, and what its words are there: their stems, and those that say nothing.
//!
//! A word is kept twice: as its stem in the language that was found, and as it was written, without
//! its accents. So a language that was guessed wrong loses little: what is written the same is found.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, Stemmer, StopWordFilter, TextAnalyzer, Token, TokenStream,
    Tokenizer,
};
use whatlang::{Detector, Lang};

use super::words::{Word, words};

/// Grows with every change of how terms are made: an index made before is made again.
pub(super) const VERSION: u32 = 1;

/// How many words of one text are looked at: those of 40,000 signs, and then some.
const MOST_WORDS: usize = 12_000;
/// How many words tell the language of a text.
const TELLING: usize = 60;
/// In fewer signs even people can be wrong about the language.
const ENOUGH_SIGNS: usize = 40;
/// How many signs are looked at by the slower of the two ways.
const SLOW_SIGNS: usize = 320;
/// How many words of a language are remembered with their terms.
const MOST_KNOWN: usize = 20_000;
/// How many small words of a language decide.
const DECIDING: usize = 3;

/// Small words that everybody uses and other languages do not have.
const SMALL_WORDS: [(Language, &str); 13] = [
    (
        Language::English,
        "the and of to is that it with for this how what you are have can not we be from would there my if has",
    ),
    (
        Language::German,
        "der und das ist nicht ein eine wie ich mit auf für wir den dem zu auch sich werden kann oder wenn bei von",
    ),
    (
        Language::French,
        "le les et est une des pas pour dans que qui vous nous avec sur je du au ce comment sont mais ou cette",
    ),
    (
        Language::Spanish,
        "el los las y es una por para con que se como del lo pero esta hay más cómo qué yo su muy",
    ),
    (
        Language::Portuguese,
        "o os as e é uma um não por para com que se como do da em mais você isso está dos ao foi",
    ),
    (
        Language::Italian,
        "il lo gli e è una di che per con non come sono del della questo si nel ma anche ho più dei alla",
    ),
    (
        Language::Dutch,
        "het een en van ik niet is dat op te zijn met voor er hoe wij maar kan wordt aan naar heb ook bij",
    ),
    (
        Language::Swedish,
        "och att det är en som på för inte med jag vi har av till ett den hur kan men om när från",
    ),
    (
        Language::Danish,
        "og at det er en på for ikke med jeg vi har af til et den hvordan kan men hvis når fra der som",
    ),
    (
        Language::Norwegian,
        "og å det er en på for ikke med jeg vi har av til et den hvordan kan men hvis når fra som hva",
    ),
    (
        Language::Finnish,
        "ja on ei että se kun miten mutta jos tai niin ovat voi olen tämä kuin mitä minun sitä joka",
    ),
    (
        Language::Hungarian,
        "a az és hogy nem egy van ez is de meg ha vagy csak mint lehet kell már nekem hogyan mert",
    ),
    (
        Language::Russian,
        "и в не на что с как это я по но из к у за от для мы есть или если при так вы",
    ),
];

static MARKS: LazyLock<HashMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
    let mut marks: HashMap<&str, Vec<usize>> = HashMap::new();
    for (place, (_, words)) in SMALL_WORDS.iter().enumerate() {
        for word in words.split(' ') {
            marks.entry(word).or_default().push(place);
        }
    }
    marks
});

static SLOW: LazyLock<Detector> = LazyLock::new(|| {
    Detector::with_allowlist(vec![
        Lang::Ara,
        Lang::Dan,
        Lang::Nld,
        Lang::Eng,
        Lang::Fin,
        Lang::Fra,
        Lang::Deu,
        Lang::Ell,
        Lang::Hun,
        Lang::Ita,
        Lang::Nob,
        Lang::Por,
        Lang::Ron,
        Lang::Rus,
        Lang::Spa,
        Lang::Swe,
        Lang::Tam,
        Lang::Tur,
    ])
});

/// What questions are full of besides the small words of the list that comes with the library.
const MORE_ENGLISH: &str = "i you we he she me my our your us them its how what when where which who why whom whose do does \
     did can could should would may might must have has had am were been being there here any some anyone someone anybody \
     somebody something anything so than too very just also about from out up get got hi hello hey please thanks thank \
     know help need want like one https http www com";

/// The language of what these words were taken from; `None` where it is not sure.
fn language_of(text: &str, words: &[Word]) -> Option<Language> {
    let mut counts = [0_usize; SMALL_WORDS.len()];
    for word in words.iter().take(TELLING) {
        let Word::Spaced(word) = word else { continue };
        for place in MARKS.get(word.as_str()).into_iter().flatten() {
            if let Some(count) = counts.get_mut(*place) {
                *count += 1;
            }
        }
    }
    let mut order: Vec<(usize, Language)> =
        counts.iter().copied().zip(SMALL_WORDS.iter().map(|(language, _)| *language)).collect();
    order.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    if let [(best, language), (second, _), ..] = order.as_slice()
        && *best >= DECIDING
        && *best >= 2 * *second
    {
        return Some(*language);
    }
    slowly(text)
}

/// By the frequency of triples of letters, in the first signs of a text that is long enough.
fn slowly(text: &str) -> Option<Language> {
    text.chars().nth(ENOUGH_SIGNS)?;
    let end = text.char_indices().nth(SLOW_SIGNS).map_or(text.len(), |(end, _)| end);
    let info = SLOW.detect(text.get(..end)?)?;
    if !info.is_reliable() {
        return None;
    }
    Some(match info.lang() {
        Lang::Ara => Language::Arabic,
        Lang::Dan => Language::Danish,
        Lang::Nld => Language::Dutch,
        Lang::Eng => Language::English,
        Lang::Fin => Language::Finnish,
        Lang::Fra => Language::French,
        Lang::Deu => Language::German,
        Lang::Ell => Language::Greek,
        Lang::Hun => Language::Hungarian,
        Lang::Ita => Language::Italian,
        Lang::Nob => Language::Norwegian,
        Lang::Por => Language::Portuguese,
        Lang::Ron => Language::Romanian,
        Lang::Rus => Language::Russian,
        Lang::Spa => Language::Spanish,
        Lang::Swe => Language::Swedish,
        Lang::Tam => Language::Tamil,
        Lang::Tur => Language::Turkish,
        _ => return None,
    })
}

/// A word as the index knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Term {
    /// As it was written, in small letters without accents.
    pub written: String,
    /// Its stem, where that is something else.
    pub stem: Option<String>,
    /// Whether it says nothing about what the text is about.
    pub small: bool,
    /// Whether it stands here only for whoever looks for one Chinese sign.
    pub sign: bool,
}

/// A text's language, as one may pass it on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tongue(Language);

impl Tongue {
    /// What is taken where nothing is known.
    pub(super) const USUAL: Self = Self(Language::English);

    /// All there are.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        use Language as L;
        [
            L::Arabic,
            L::Danish,
            L::Dutch,
            L::English,
            L::Finnish,
            L::French,
            L::German,
            L::Greek,
            L::Hungarian,
            L::Italian,
            L::Norwegian,
            L::Portuguese,
            L::Romanian,
            L::Russian,
            L::Spanish,
            L::Swedish,
            L::Tamil,
            L::Turkish,
        ]
        .into_iter()
        .map(Self)
    }

    /// Its name in the index.
    pub(super) fn name(self) -> String {
        format!("{:?}", self.0)
    }
}

/// Makes terms of texts. Keeps its tools for the next text.
#[derive(Default)]
pub(super) struct Reader {
    /// What was made of words lately: a few thousand words are most of what people write.
    known: HashMap<Language, HashMap<String, Term>>,
    stemmers: HashMap<Language, TextAnalyzer>,
    folder: Option<TextAnalyzer>,
}

impl Reader {
    /// The words of a title and a text, each, and the language they are in together.
    pub(super) fn split(title: &str, text: &str) -> (Vec<Word>, Vec<Word>, Option<Tongue>) {
        let (title_words, text_words) = (words(title, MOST_WORDS), words(text, MOST_WORDS));
        let tongue = language_of(text, &text_words)
            .or_else(|| language_of(&format!("{title} {text}"), &both(&title_words, &text_words)));
        (title_words, text_words, tongue.map(Tongue))
    }

    /// The terms of some words, in their order.
    pub(super) fn terms(&mut self, words: Vec<Word>, tongue: Tongue) -> Vec<Term> {
        let mut known = self.known.remove(&tongue.0).unwrap_or_default();
        if known.len() > MOST_KNOWN {
            known.clear();
        }
        let mut terms = Vec::with_capacity(words.len());
        for word in words {
            let (written, sign) = match word {
                Word::Pair(pair) => (pair, false),
                Word::Sign(sign) => (sign, true),
                Word::Spaced(word) => {
                    if let Some(term) = known.get(&word) {
                        terms.push(term.clone());
                        continue;
                    }
                    let term = self.term(&word, tongue);
                    terms.push(term.clone());
                    known.insert(word, term);
                    continue;
                }
            };
            terms.push(Term { written, stem: None, small: false, sign });
        }
        self.known.insert(tongue.0, known);
        terms
    }

    fn term(&mut self, word: &str, tongue: Tongue) -> Term {
        let stemmer = self.stemmers.entry(tongue.0).or_insert_with(|| {
            TextAnalyzer::builder(BySpaces::default()).filter(Stemmer::new(tongue.0)).build()
        });
        let folder = self.folder.get_or_insert_with(|| {
            TextAnalyzer::builder(BySpaces::default()).filter(AsciiFoldingFilter).build()
        });
        let stem = stemmer.token_stream(word).next().map(|token| token.text.clone());
        let stem = stem.map(|stem| folded(folder, stem));
        let written = folded(folder, word.to_owned());
        let stem = stem.filter(|stem| *stem != written && !stem.is_empty());
        Term { written, stem, small: false, sign: false }
    }

    /// [`Reader::terms`], and which of them are small words.
    pub(super) fn marked(&mut self, words: Vec<Word>, tongue: Tongue) -> Vec<Term> {
        let spaced: Vec<String> =
            words.iter().filter_map(Word::spaced).map(str::to_owned).collect();
        let telling = without_small(&spaced, tongue.0);
        let small: Vec<bool> = words
            .iter()
            .map(|word| word.spaced().is_some_and(|word| !telling.contains(word)))
            .collect();
        let mut terms = self.terms(words, tongue);
        for (term, small) in terms.iter_mut().zip(small) {
            term.small = small;
        }
        terms
    }
}

/// Those words that are not in the list of small ones.
fn without_small(words: &[String], language: Language) -> BTreeSet<String> {
    let more = if language == Language::English { MORE_ENGLISH } else { "https http www com" };
    let more = StopWordFilter::remove(more.split_whitespace().map(str::to_owned));
    let list =
        StopWordFilter::new(language).unwrap_or_else(|| StopWordFilter::remove(std::iter::empty()));
    let mut filter = TextAnalyzer::builder(BySpaces::default()).filter(more).filter(list).build();
    let joined = words.join(" ");
    let mut stream = filter.token_stream(&joined);
    let mut kept = BTreeSet::new();
    while let Some(token) = stream.next() {
        kept.insert(token.text.clone());
    }
    kept
}

fn both(title: &[Word], text: &[Word]) -> Vec<Word> {
    title.iter().chain(text).take(TELLING).cloned().collect()
}

/// Without accents; `ё` and the accents of Greek are not in the library's list.
fn folded(folder: &mut TextAnalyzer, word: String) -> String {
    if word.is_ascii() {
        return word;
    }
    let word: String = word.chars().map(bare).collect();
    folder.token_stream(&word).next().map(|token| token.text.clone()).unwrap_or(word.clone())
}

fn bare(sign: char) -> char {
    match sign {
        'ё' => 'е',
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' => 'υ',
        'ώ' => 'ω',
        'ς' => 'σ',
        'أ' | 'إ' | 'آ' => 'ا',
        other => other,
    }
}

/// Gives a filter one word after the other.
#[derive(Clone, Default)]
pub(super) struct BySpaces {
    token: Token,
}

pub(super) struct Spaced<'a> {
    rest: std::str::Split<'a, char>,
    token: &'a mut Token,
}

impl Tokenizer for BySpaces {
    type TokenStream<'a> = Spaced<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Spaced<'a> {
        self.token.reset();
        // Nobody asks where a word stands.
        self.token.position = 0;
        Spaced { rest: text.split(' '), token: &mut self.token }
    }
}

impl TokenStream for Spaced<'_> {
    fn advance(&mut self) -> bool {
        let Some(word) = self.rest.next() else { return false };
        self.token.text.clear();
        self.token.text.push_str(word);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
