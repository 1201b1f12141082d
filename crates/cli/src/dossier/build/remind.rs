//! What the preview reminds of: nothing wrong by itself, but worth another look before it is signed for ever (docs/recording.md).

mod attribution;
mod figures;
mod namesakes;
mod wording;

use super::Builder;
use crate::dossier::tree::{ClaimItem, QuestionItem, SourceItem};
use byline_ledger::edtf::{Edtf, End};
use byline_ledger::record::{
    Act, Answer, Claim, Commitment, Document, Kind, Question, Record, Source, SpeechForm, Value,
};
use figures::{figures, stands_in};

impl Builder<'_> {
    /// How sure a source is belongs to the claim, not into the question.
    pub(super) fn remind_question(&mut self, item: &QuestionItem) {
        if let Some(word) = item.asks.iter().find_map(|(lang, ask)| wording::modal(lang.as_str(), ask.as_str())) {
            let message = format!("the question has \"{word}\" in it");
            let help = "ask whether it is so; how sure a source is goes into the claim: `commit = \"possible\"`";
            self.warn(item.head.place("asks"), message, help);
        }
    }

    pub(super) fn remind_claim(&mut self, item: &ClaimItem<'_>, claim: &Claim, question: &Record, document: &Record) {
        let (Record::Question(question), Record::Document(document)) = (question, document) else { return };
        self.remind_words(item, claim, question, document);
        self.remind_attribution(item, claim, document);
        self.remind_intention(item, claim, question);
        self.remind_times(item, claim, document);
    }

    /// What the quote says, and what the answer makes of it.
    fn remind_words(&mut self, item: &ClaimItem<'_>, claim: &Claim, question: &Question, document: &Document) {
        let quote: Vec<&str> = claim.passages().iter().map(|passage| passage.exact.as_str()).collect();
        let quote = quote.join(" … ");
        if quote.is_empty() {
            return;
        }
        let lang = document.lang.as_str();
        for value in claim.answer.values() {
            let Value::Quantity(quantity) = value else { continue };
            for figure in figures(quantity) {
                if !stands_in(figure, &quote) {
                    let message = format!("the figure {figure} is not in the quote");
                    let unit = claim.unit.as_ref().or(question.unit.as_ref()).map_or("things", |unit| unit.as_str());
                    let help =
                        format!("the question counts {unit}; if the words say it otherwise, `as_said` keeps them");
                    self.warn(item.head.place("answer"), message, help);
                } else if let Some(word) = wording::hedged_figure(lang, quantity, figure, &quote) {
                    let message =
                        format!("the quote has \"{word}\" before {figure}, and the answer is the plain figure");
                    let help = "as hedged: { about = n }, { more_than = n }, { at_least = n }, { nearly = n }, ..";
                    self.warn(item.head.place("answer"), message, help);
                }
            }
        }
        let commits = claim.commitment == Commitment::Flat && !matches!(claim.answer, Answer::Silent(_));
        let hedge = wording::modal(lang, &quote).filter(|word| !word.eq_ignore_ascii_case("can"));
        if let Some(word) = hedge.filter(|_| commits && claim.condition.is_none()) {
            let message = format!("the quote has \"{word}\" in it, and the claim says it flatly");
            let help = "if the source doesn't commit itself: `commit = \"possible\"` or `\"probable\"`";
            self.warn(item.head.place("quote"), message, help);
        }
    }

    /// Whose words they are.
    fn remind_attribution(&mut self, item: &ClaimItem<'_>, claim: &Claim, document: &Document) {
        if claim.by == Source::OwnVoice && claim.cue.is_some() {
            let help = "words that attribute belong to somebody: is there a source, or \"nobody named\"?";
            self.warn(item.head.place("cue"), "a cue of attribution, and the document's own voice", help);
        }
        let Some(text) = self.texts.get(&claim.document).cloned() else { return };
        if let Some(cue) = claim.cue.as_ref().filter(|cue| !text.has(cue.text.as_str())) {
            let message = format!("the cue \"{}\" is not in the document", cue.text);
            self.warn(item.head.place("cue"), message, "it is the reporting verb, word for word");
        }
        let passages = claim.passages();
        let is_direct = claim.speech.as_ref().is_some_and(|speech| speech.form == SpeechForm::Direct);
        if is_direct && !passages.is_empty() && !passages.iter().any(attribution::is_in_quotation_marks) {
            let help = "`direct` is for words that the document has in quotation marks; else they are \"reported\"";
            self.warn(item.head.place("quote"), "direct speech, and no quotation marks there", help);
        }
        let SourceItem::Named(name) = &item.by else { return };
        // At first hand the source needs no naming; and who declines says nothing to attribute.
        let needs_naming = document.publisher.map(Source::Entity) != Some(claim.by.clone())
            && !passages.is_empty()
            && !matches!(claim.answer, Answer::Silent(_));
        if !needs_naming {
            return;
        }
        let Some(Record::Entity(entity)) = self.find(Kind::Entity, name).map(|thing| (*thing.record).clone()) else {
            return;
        };
        let sentences: Vec<String> = passages.iter().map(|at| text.sentence_around(at.start, at.end)).collect();
        let has_cue = |cue: &str| sentences.iter().any(|sentence| sentence.contains(cue));
        if claim.cue.as_ref().is_some_and(|cue| has_cue(cue.text.as_str())) {
            return;
        }
        // A document that is headed by the source is its own, such as a list of its figures.
        let heads =
            document.title.iter().chain(&document.author).filter_map(|head| head.open()).map(|head| head.as_str());
        if !sentences.iter().map(String::as_str).chain(heads).any(|words| attribution::names(&entity, words)) {
            let called = entity.names.in_language(&[document.lang.as_str(), "en"]);
            let message = format!("nothing in the sentence of the quote names {called}");
            let help = "a source answers in its own clause, or in one that carries it on: quote the words that attribute it, with \
                        [...] between, or give the `cue`";
            self.warn(item.head.place("quote"), message, help);
        }
    }

    /// Who offers, promises or threatens answers what he intends, not what will be.
    fn remind_intention(&mut self, item: &ClaimItem<'_>, claim: &Claim, question: &Question) {
        let intends = matches!(claim.act, Act::Offer | Act::Promise | Act::Threaten);
        let asks: Vec<&str> = question
            .asks
            .iter()
            .filter(|(lang, _)| lang.as_str().starts_with("en"))
            .map(|(_, ask)| ask.as_str())
            .collect();
        if intends && !asks.is_empty() && !asks.iter().any(|ask| wording::asks_for_intention(ask)) {
            let message = "an offer, a promise or a threat, and the question doesn't ask for an intention";
            let help = "ask for it: \"Does X intend to ..?\"; it doesn't answer whether the thing happens";
            self.warn(item.head.place("act"), message, help);
        }
    }

    fn remind_times(&mut self, item: &ClaimItem<'_>, claim: &Claim, document: &Document) {
        let Some(published) = &document.published else { return };
        let looks_back = matches!(claim.act, Act::Say | Act::Claim | Act::Confirm | Act::Deny | Act::Estimate);
        if looks_back && claim.as_of.as_ref().is_some_and(|as_of| is_after(as_of, published)) {
            let message = format!("the answer is about a time after the document was published ({published})");
            let help = "check `as_of`; for what is to come there is `act = \"predict\"`";
            self.warn(item.head.place("as_of"), message, help);
        }
        if claim.said.as_ref().is_some_and(|said| is_after(said, published)) {
            let message = format!("it was said after the document was published ({published})");
            self.warn(item.head.place("said"), message, "check `said`");
        }
    }
}

/// Whether all of one time certainly lies after another: of two days by the calendar, else in whatever zone the day may be.
fn is_after(late: &Edtf, early: &Edtf) -> bool {
    let (late, early) = (late.span(), early.span());
    if late.is_zoned() || early.is_zoned() {
        return late.earliest_s().zip(early.latest_s()).is_some_and(|(late, early)| late > early);
    }
    match (late.start(), early.end()) {
        (End::At(late), End::At(early)) => late > early,
        _ => false,
    }
}
