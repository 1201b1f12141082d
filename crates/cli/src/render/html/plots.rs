//! Plots as inline SVG, our own: places are in percent of the width, so that a plot fits any page without being squeezed, and words stand beside it
//! as HTML, where they wrap, run in their own direction and are read aloud.

use super::lines::{claim_link, line, sign};
use crate::messages::Messages;
use crate::render::report::plots::{Bar, Intervals, Lane, Series, SeriesLine, Timeline};
use maud::{Markup, html};

/// A place on a plot as SVG writes it: two decimals are a tenth of a pixel.
fn percent(place: f64) -> String {
    format!("{place:.2}%")
}

/// The answers on one axis.
pub fn intervals(messages: &Messages, plot: &Intervals) -> Markup {
    html! {
        figure.plot.intervals {
            figcaption {
                strong { (messages.text("plot.intervals")) }
                @if let Some(unit) = &plot.unit { (messages.text("punctuation.comma")) (line(&messages.line("plot.axis", &[("unit", unit.clone())]))) }
                ". " span.note { (messages.text("plot.intervals-note")) }
            }
            div.rows role="list" {
                @for bar in &plot.bars { (interval(messages, plot, bar)) }
                div.row.axis aria-hidden="true" {
                    div.label {}
                    svg height="18" { @for (at, label) in &plot.ticks { text x=(percent(*at)) y="13" text-anchor="middle" { (label) } } }
                }
            }
        }
    }
}

fn interval(messages: &Messages, plot: &Intervals, bar: &Bar) -> Markup {
    let label = [("source", bar.source.clone()), ("answer", bar.answer.clone())];
    let words = messages.line("plot.intervals-aria", &label).plain();
    html! {
        div.row role="listitem" {
            div.label {
                (claim_link(bar.claim)) " " span.source { (line(&bar.source)) } " "
                b { @if bar.conflicts { (sign("conflict")) } (line(&bar.answer)) }
                @if let Some(when) = &bar.as_of { " " small { (line(when)) } }
            }
            svg height="26" role="img" aria-label=(crate::ui::shown_line(&words)) {
                @for (at, _) in &plot.ticks { line.grid x1=(percent(*at)) x2=(percent(*at)) y1="0" y2="26" {} }
                g.bar.hedged[bar.is_hedged].gone[!bar.counts].conflict[bar.conflicts] {
                    @for (from, to) in &bar.stretches { (stretch(*from, *to)) }
                }
            }
        }
    }
}

fn stretch(from: f64, to: Option<f64>) -> Markup {
    html! {
        @match to {
            Some(to) if to - from < 0.01 => circle cx=(percent(from)) cy="13" r="5.5" {},
            Some(to) => {
                rect x=(percent(from)) width=(percent(to - from)) y="8" height="10" rx="3" {}
                line.end x1=(percent(from)) x2=(percent(from)) y1="5" y2="21" {}
                line.end x1=(percent(to)) x2=(percent(to)) y1="5" y2="21" {}
            }
            None => {
                rect x=(percent(from)) width=(percent(99.0 - from)) y="8" height="10" {}
                line.end x1=(percent(from)) x2=(percent(from)) y1="5" y2="21" {}
                svg.tip x="99%" y="13" width="10" height="10" overflow="visible" { path d="M-9 -9 L2 0 L-9 9 Z" {} }
            }
        }
    }
}

/// A total over time.
pub fn series(messages: &Messages, plot: &Series) -> Markup {
    html! {
        figure.plot.series {
            figcaption {
                strong { (messages.text("plot.series")) }
                @if let Some(unit) = &plot.unit { (messages.text("punctuation.comma")) (line(&messages.line("plot.axis", &[("unit", unit.clone())]))) }
                ". " span.note {
                    (messages.text("plot.series-note"))
                    @if plot.lines.iter().any(|one| one.points.iter().any(|(.., is_hedged)| *is_hedged)) { " " (messages.text("plot.series-hollow")) }
                }
            }
            div.chart {
                svg.area height="260" role="img" aria-label=(series_words(messages, plot)) {
                    @for (at, label) in &plot.ticks {
                        line.grid x1="0" x2="100%" y1=(percent(100.0 - at)) y2=(percent(100.0 - at)) {}
                        text x="2" y=(percent(100.0 - at)) dy="-3" { (label) }
                    }
                    @for (nth, one) in plot.lines.iter().enumerate() { (series_line(nth, one)) }
                }
                div.days aria-hidden="true" { span { (plot.days.0) } span { (plot.days.1) } }
            }
            ul.legend {
                @for (nth, one) in plot.lines.iter().enumerate() {
                    li { (swatch(nth)) " " (line(&one.words)) }
                }
            }
            (drops(messages, plot))
        }
    }
}

fn series_words(messages: &Messages, plot: &Series) -> String {
    crate::ui::shown_line(&messages.in_a_row(plot.lines.iter().map(|one| one.words.clone())).plain())
}

/// The marks of up to six sources: they can be told apart by their shape.
fn series_mark(nth: usize) -> Markup {
    html! {
        @match nth % 6 {
            0 => circle r="3.5" {},
            1 => rect x="-3.5" y="-3.5" width="7" height="7" {},
            2 => path d="M0 -5 L5 4 L-5 4 Z" {},
            3 => path d="M0 -5 L5 0 L0 5 L-5 0 Z" {},
            4 => path d="M-4 -4 L4 4 M-4 4 L4 -4" {},
            _ => path d="M0 -5 L0 5 M-5 0 L5 0" {},
        }
    }
}

/// Up to so many points of a source are marked; where they stand closer, the line says enough.
const MOST_MARKED: usize = 60;

fn series_line(nth: usize, one: &SeriesLine) -> Markup {
    let points: Vec<String> =
        one.points.iter().map(|(x, y, _)| format!("{:.1},{:.1}", x * 10.0, 1_000.0 - y * 10.0)).collect();
    let has_marks = one.points.len() <= MOST_MARKED;
    html! {
        g class={ "source s" (nth % 6) } {
            svg width="100%" height="100%" viewBox="0 0 1000 1000" preserveAspectRatio="none" {
                polyline points=(points.join(" ")) vector-effect="non-scaling-stroke" {}
            }
            @if has_marks {
                @for (x, y, is_hedged) in &one.points {
                    svg.hollow[*is_hedged] x=(percent(*x)) y=(percent(100.0 - y)) width="1" height="1" overflow="visible" { (series_mark(nth)) }
                }
            }
            @for (x, y) in &one.falls {
                svg.fall x=(percent(*x)) y=(percent(100.0 - y)) width="1" height="1" overflow="visible" {
                    path d="M-7 -16 L7 -16 L0 -4 Z" {}
                }
            }
        }
    }
}

fn swatch(nth: usize) -> Markup {
    html! {
        svg.swatch width="34" height="12" aria-hidden="true" {
            g class={ "source s" (nth % 6) } {
                line x1="0" x2="34" y1="6" y2="6" {}
                svg x="17" y="6" width="1" height="1" overflow="visible" { (series_mark(nth)) }
            }
        }
    }
}

fn drops(messages: &Messages, plot: &Series) -> Markup {
    html! {
        @if plot.drops.is_empty() { p.note { (messages.text("plot.no-drops")) } } @else {
            p.drops { strong { "\u{25bc} " (messages.text("plot.drops")) } }
            ul.drops {
                @for drop in &plot.drops {
                    li {
                        (messages.label(&drop.day)) " " (line(&messages.listed([drop.source.clone(), drop.words.clone()])))
                        @if let Some(claim) = drop.claim { " (" (claim_link(claim)) ")" }
                        @if let Some(mark) = &drop.mark { " " span.state { (mark) } }
                    }
                }
                @if plot.more_drops > 0 { li { "+ " (messages.whole(plot.more_drops as u64)) } }
            }
        }
    }
}

/// When it happened, was said, recorded and logged.
pub fn timeline(messages: &Messages, plot: &Timeline) -> Markup {
    html! {
        figure.plot.clocks {
            figcaption { span.note { (messages.text("plot.timeline-note")) } }
            div.rows role="list" {
                @for lane in &plot.lanes { (lane_row(plot, lane)) }
                div.row.axis aria-hidden="true" {
                    div.label {}
                    svg height="34" { @for stretch in &plot.stretches { (days(stretch)) } }
                }
            }
        }
    }
}

fn lane_row(plot: &Timeline, lane: &Lane) -> Markup {
    html! {
        div.row role="listitem" {
            div.label { b { (lane.name) } }
            svg height="26" role="img" aria-label=(lane.words.plain()) {
                @for (from, to, ..) in &plot.stretches {
                    line.grid x1=(percent(*from)) x2=(percent(*to)) y1="13" y2="13" {}
                }
                @for pair in plot.stretches.windows(2) { (zigzag(pair[0].1, pair[1].0)) }
                g.bar {
                    @for (from, to, count) in &lane.marks {
                        @let strength = match count { 1 => "one", 2..=5 => "few", _ => "many" };
                        @if to - from < 0.8 {
                            circle class=(strength) cx=(percent((from + to) / 2.0)) cy="13" r="5" {}
                        } @else {
                            rect class=(strength) x=(percent(*from)) width=(percent(to - from)) y="8" height="10" rx="3" {}
                        }
                    }
                }
            }
        }
    }
}

/// Where time is left out.
fn zigzag(from: f64, to: f64) -> Markup {
    html! {
        svg.zigzag x=(percent((from + to) / 2.0)) y="13" width="1" height="1" overflow="visible" {
            path d="M-12 0 L-6 -6 L0 6 L6 -6 L12 0" {}
        }
    }
}

fn days((from, to, first, last): &(f64, f64, String, String)) -> Markup {
    html! {
        line.tick x1=(percent(*from)) x2=(percent(*from)) y1="0" y2="6" {}
        @if first == last || to - from < 16.0 {
            text x=(percent((from + to) / 2.0)) y="18" text-anchor="middle" { (first) }
            @if first != last { text x=(percent((from + to) / 2.0)) y="31" text-anchor="middle" { (last) } }
        } @else {
            text x=(percent(*from)) y="18" text-anchor="start" { (first) }
            text x=(percent(*to)) y="18" text-anchor="end" { (last) }
        }
        line.tick x1=(percent(*to)) x2=(percent(*to)) y1="0" y2="6" {}
    }
}
