//! A cut of the published losses, imported and compared.

use crate::scratch::{Scratch, copy_folder, fixtures};
use expect_test::expect;
use std::path::Path;

#[test]
fn a_cut_of_the_losses_is_imported_and_compared() {
    let scratch = Scratch::with_ledger();
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/examples/losses");
    std::fs::copy(examples.join("whole.toml"), scratch.path("whole.toml")).unwrap();
    copy_folder(&fixtures().join("losses"), &scratch.path(""));
    let import = |name: &str, set: &str| {
        scratch
            .done(&format!("-C desk import whole/russia_losses_{name}.jsonl --with whole.toml {set} --yes --key ana"))
    };
    // The ids of claims depend on the ledger's key, which is another each time.
    let diff = |arguments: &str| {
        crate::scratch::redacted(&scratch.done(&format!("-C desk diff {arguments}")), &scratch.path(""))
    };
    import("equipment", "--set document=equipment --set by=general-staff");
    import("personnel", "--set document=personnel --set by=general-staff");
    import("equipment_oryx", "--set document=oryx-list --set by=oryx --set as_of=../2026-08-08");
    expect![[r#"
        Byline lays accounts beside each other. It does not say who is right.

        Losses of Russian equipment since 24 February 2022 (ana/losses)
        2022-02-24/..; as logged in example.org/desk, 121 entries, sealed 2025-06-15T08:00:00Z

        General Staff of the Armed Forces of Ukraine over time: 80 claims on 18 questions; 0 revisions, 1
          silent drop, 0 corrections by the recorder

        ── ana/tanks ───────────────────────────────────────────────────────────────────────────────────────
        How many tanks has Russia lost?
        quantity of tanks, counted up to a time

         first         as of 2022-02-25: 80 tanks · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2022-02-25 tank: 80”
         grew          as of 2022-03-07: 290 tanks · says flatly
         grew          as of 2023-05-27: 3,799 tanks · says flatly
         SILENT DROP   as of 2023-05-28: 3,797 tanks · says flatly
                       fell without a word: 3,799 as of 2023-05-27, then 3,797 as of 2023-05-28 [CONFLICT,
                       cumulative-fall]
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2023-05-28 tank: 3797”
         grew          as of 2023-05-29: 3,801 tanks · says flatly
         grew          as of 2026-08-08: 12,251 tanks · says flatly

        ── ana/apc ─────────────────────────────────────────────────────────────────────────────────────────
        How many armoured vehicles of the class APC has Russia lost?
        quantity of vehicles of the class APC, counted up to a time

         first         as of 2022-02-25: 516 vehicles of the class APC · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2022-02-25 APC: 516”
         grew          as of 2022-03-07: 999 vehicles of the class APC · says flatly
         grew          as of 2023-05-27: 7,442 vehicles of the class APC · says flatly
         grew          as of 2023-05-28: 7,456 vehicles of the class APC · says flatly
         grew          as of 2023-05-29: 7,467 vehicles of the class APC · says flatly
         grew          as of 2026-08-08: 25,099 vehicles of the class APC · says flatly

        ── ana/artillery ───────────────────────────────────────────────────────────────────────────────────
        How many artillery systems has Russia lost?
        quantity of artillery systems, counted up to a time

         first         as of 2022-02-25: 49 artillery systems · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2022-02-25 field artillery: 49”
         grew          as of 2022-03-07: 117 artillery systems · says flatly
         grew          as of 2023-05-27: 3,406 artillery systems · says flatly
         grew          as of 2023-05-28: 3,425 artillery systems · says flatly
         grew          as of 2023-05-29: 3,435 artillery systems · says flatly
         grew          as of 2026-08-08: 47,580 artillery systems · says flatly

        ── ana/mrl ─────────────────────────────────────────────────────────────────────────────────────────
        How many multiple rocket launchers has Russia lost?
        quantity of multiple rocket launchers, counted up to a time

         first         as of 2022-02-25: 4 multiple rocket launchers · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2022-02-25 MRL: 4”
         grew          as of 2022-03-07: 50 multiple rocket launchers · says flatly
         grew          as of 2023-05-27: 572 multiple rocket launchers · says flatly
         grew          as of 2023-05-28: 574 multiple rocket launchers · says flatly
         grew          as of 2023-05-29: 575 multiple rocket launchers · says flatly
         grew          as of 2026-08-08: 2,009 multiple rocket launchers · says flatly

        ── ana/aircraft ────────────────────────────────────────────────────────────────────────────────────
        How many aircraft has Russia lost?
        quantity of aircraft, counted up to a time

         first         as of 2022-02-25: 10 aircraft · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2022-02-25 aircraft: 10”
         grew          as of 2022-03-07: 46 aircraft · says flatly
         grew          as of 2023-05-27: 310 aircraft · says flatly
         grew          as of 2023-05-28: 313 aircraft · says flatly
         unchanged     as of 2023-05-29: 313 aircraft · says flatly
         grew          as of 2026-08-08: 439 aircraft · says flatly

        ── ana/helicopters ─────────────────────────────────────────────────────────────────────────────────
        How many helicopters has Russia lost?
        quantity of helicopters, counted up to a time

         first         as of 2022-02-25: 7 helicopters · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2022-02-25 helicopter: 7”
         grew          as of 2022-03-07: 68 helicopters · says flatly
         grew          as of 2023-05-27: 296 helicopters · says flatly
         grew          as of 2023-05-28: 298 helicopters · says flatly
         unchanged     as of 2023-05-29: 298 helicopters · says flatly
         grew          as of 2026-08-08: 354 helicopters · says flatly

        ── ana/special-equipment ───────────────────────────────────────────────────────────────────────────
        How many pieces of special equipment has Russia lost?
        quantity of pieces of special equipment, counted up to a time

         first         as of 2023-05-27: 449 pieces of special equipment · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2023-05-27 special equipment: 449”
         grew          as of 2023-05-28: 451 pieces of special equipment · says flatly
         grew          as of 2023-05-29: 453 pieces of special equipment · says flatly
         grew          as of 2026-08-08: 4,504 pieces of special equipment · says flatly

        ── ana/military-auto ───────────────────────────────────────────────────────────────────────────────
        How many military vehicles (class "military auto") has Russia lost?
        quantity of vehicles of the class military auto, counted up to a time

         first         as of 2022-02-25: 100 vehicles of the class military auto · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2022-02-25 military auto: 100”
         grew          as of 2022-03-07: 454 vehicles of the class military auto · says flatly

        ── ana/fuel-tanks ──────────────────────────────────────────────────────────────────────────────────
        How many fuel tanks has Russia lost?
        quantity of fuel tanks, counted up to a time

         first         as of 2022-02-25: 60 fuel tanks · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2022-02-25 fuel tank: 60”
         unchanged     as of 2022-03-07: 60 fuel tanks · says flatly

        ── ana/vehicles-and-fuel-tanks ─────────────────────────────────────────────────────────────────────
        How many vehicles and fuel tanks has Russia lost?
        quantity of vehicles and fuel tanks, counted up to a time

         first         as of 2023-05-27: 6,172 vehicles and fuel tanks · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2023-05-27 vehicles and fuel tanks: 6172”
         grew          as of 2023-05-28: 6,192 vehicles and fuel tanks · says flatly
         grew          as of 2023-05-29: 6,207 vehicles and fuel tanks · says flatly
         grew          as of 2026-08-08: 131,417 vehicles and fuel tanks · says flatly

        ── ana/drones ──────────────────────────────────────────────────────────────────────────────────────
        How many drones has Russia lost?
        quantity of drones, counted up to a time

         first         as of 2022-02-25: 0 drones · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2022-02-25 drone: 0”
         grew          as of 2022-03-07: 7 drones · says flatly
         grew          as of 2023-05-27: 2,941 drones · says flatly
         grew          as of 2023-05-28: 2,993 drones · says flatly
         grew          as of 2023-05-29: 3,054 drones · says flatly
         grew          as of 2026-08-08: 449,606 drones · says flatly

        ── ana/naval-ships ─────────────────────────────────────────────────────────────────────────────────
        How many naval ships has Russia lost?
        quantity of naval ships, counted up to a time

         first         as of 2022-02-25: 2 naval ships · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2022-02-25 naval ship: 2”
         grew          as of 2022-03-07: 3 naval ships · says flatly
         grew          as of 2023-05-27: 18 naval ships · says flatly
         unchanged     as of 2023-05-28: 18 naval ships · says flatly
         unchanged     as of 2023-05-29: 18 naval ships · says flatly
         grew          as of 2026-08-08: 35 naval ships · says flatly

        ── ana/submarines ──────────────────────────────────────────────────────────────────────────────────
        How many submarines has Russia lost?
        quantity of submarines, counted up to a time

         first         as of 2026-08-08: 2 submarines · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2026-08-08 submarines: 2”

        ── ana/anti-aircraft-warfare ───────────────────────────────────────────────────────────────────────
        How many anti-aircraft warfare systems has Russia lost?
        quantity of anti-aircraft warfare systems, counted up to a time

         first         as of 2022-02-25: 0 anti-aircraft warfare systems · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2022-02-25 anti-aircraft warfare: 0”
         grew          as of 2022-03-07: 23 anti-aircraft warfare systems · says flatly
         grew          as of 2023-05-27: 329 anti-aircraft warfare systems · says flatly
         unchanged     as of 2023-05-28: 329 anti-aircraft warfare systems · says flatly
         grew          as of 2023-05-29: 331 anti-aircraft warfare systems · says flatly
         grew          as of 2026-08-08: 1,556 anti-aircraft warfare systems · says flatly

        ── ana/cruise-missiles ─────────────────────────────────────────────────────────────────────────────
        How many cruise missiles has Russia lost?
        quantity of cruise missiles, counted up to a time

         first         as of 2023-05-27: 1,025 cruise missiles · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2023-05-27 cruise missiles: 1025”
         grew          as of 2023-05-28: 1,056 cruise missiles · says flatly
         unchanged     as of 2023-05-29: 1,056 cruise missiles · says flatly
         grew          as of 2026-08-08: 5,007 cruise missiles · says flatly

        ── ana/ground-robots ───────────────────────────────────────────────────────────────────────────────
        How many ground robotic systems has Russia lost?
        quantity of ground robotic systems, counted up to a time

         first         as of 2026-08-08: 2,162 ground robotic systems · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2026-08-08 ground robotic systems: 2162”

        ── ana/personnel ───────────────────────────────────────────────────────────────────────────────────
        How many soldiers has Russia lost?
        quantity of soldiers, counted up to a time

         first         as of 2022-02-25: about 2,800 soldiers = 2,520 to 3,080 · says flatly
                       General Staff: cumulative losses of Russian personnel, day by day (en) · b3:[id]
                       “2022-02-25 personnel: about 2800”
         grew          as of 2022-03-07: more than 11,000 soldiers = at least 11,001 · says flatly
         grew          as of 2023-05-27: about 206,200 soldiers = 185,580 to 226,820 · says flatly
         grew          as of 2023-05-28: about 206,600 soldiers = 185,940 to 227,260 · says flatly
         grew          as of 2023-05-29: about 207,030 soldiers = 186,327 to 227,733 · says flatly
         grew          as of 2026-08-08: about 1,456,610 soldiers = 1,310,949 to 1,602,271 · says flatly

        ── ana/prisoners ───────────────────────────────────────────────────────────────────────────────────
        How many prisoners of war has Ukraine taken?
        quantity of prisoners of war, counted up to a time

         first         as of 2022-02-25: 0 prisoners of war · says flatly
                       General Staff: cumulative losses of Russian personnel, day by day (en) · b3:[id]
                       “2022-02-25 POW: 0”
         grew          as of 2022-03-07: 259 prisoners of war · says flatly
    "#]]
    .assert_eq(&diff("losses general-staff"));
    expect![[r#"
        Byline lays accounts beside each other. It does not say who is right.

        Losses of Russian equipment since 24 February 2022 (ana/losses)
        2022-02-24/..; as logged in example.org/desk, 121 entries, sealed 2025-06-15T08:00:00Z

        General Staff of the Armed Forces of Ukraine and Oryx, side by side: 2 compatible

        ── ana/tanks ───────────────────────────────────────────────────────────────────────────────────────
        How many tanks has Russia lost?
        quantity of tanks, counted up to a time

         General Staff of the Armed Forces of Ukraine    │ Oryx
         says flatly: 12,251 tanks                       │ says flatly: at least 201 tanks
         “2026-08-08 tank: 12251”                        │ “Sum of Tanks: at least 201, in 3 models”
         as of 2026-08-08 · General Staff: cumulative    │ as of ../2026-08-08 · Oryx: documented losses
         losses of Russian equipment, day by day (en) ·  │ of Russian equipment, by model (en) ·
         b3:[id]                                     │ b3:[id]

         compatible      growth: a count that can have grown: 12,251 as of 2026-08-08, then at least 201 as
                         of ../2026-08-08

         3,801 tanks, as of 2023-05-29 (b3:[id]) / at least 201 tanks, as of ../2026-08-08
           (b3:[id])
           compatible      growth: a count that can have grown: 3,801 as of 2023-05-29, then at least 201 as
                           of ../2026-08-08

         3,797 tanks, as of 2023-05-28 (b3:[id]) / at least 201 tanks, as of ../2026-08-08
           (b3:[id])
           compatible      growth: a count that can have grown: 3,797 as of 2023-05-28, then at least 201 as
                           of ../2026-08-08

         3,799 tanks, as of 2023-05-27 (b3:[id]) / at least 201 tanks, as of ../2026-08-08
           (b3:[id])
           compatible      growth: a count that can have grown: 3,799 as of 2023-05-27, then at least 201 as
                           of ../2026-08-08

         290 tanks, as of 2022-03-07 (b3:[id]) / at least 201 tanks, as of ../2026-08-08 (b3:[id])
           compatible      growth: a count that can have grown: 290 as of 2022-03-07, then at least 201 as
                           of ../2026-08-08

         80 tanks, as of 2022-02-25 (b3:[id]) / at least 201 tanks, as of ../2026-08-08 (b3:[id])
           compatible      growth: a count that can have grown: 80 as of 2022-02-25, then at least 201 as of
                           ../2026-08-08

        ── ana/helicopters ─────────────────────────────────────────────────────────────────────────────────
        How many helicopters has Russia lost?
        quantity of helicopters, counted up to a time

         General Staff of the Armed Forces of Ukraine    │ Oryx
         says flatly: 354 helicopters                    │ says flatly: at least 19 helicopters
         “2026-08-08 helicopter: 354”                    │ “Sum of Helicopters: at least 19, in 2 models”
         as of 2026-08-08 · General Staff: cumulative    │ as of ../2026-08-08 · Oryx: documented losses
         losses of Russian equipment, day by day (en) ·  │ of Russian equipment, by model (en) ·
         b3:[id]                                     │ b3:[id]

         compatible      growth: a count that can have grown: 354 as of 2026-08-08, then at least 19 as of
                         ../2026-08-08

         298 helicopters, as of 2023-05-29 (b3:[id]) / at least 19 helicopters, as of ../2026-08-08
           (b3:[id])
           compatible      growth: a count that can have grown: 298 as of 2023-05-29, then at least 19 as of
                           ../2026-08-08

         298 helicopters, as of 2023-05-28 (b3:[id]) / at least 19 helicopters, as of ../2026-08-08
           (b3:[id])
           compatible      growth: a count that can have grown: 298 as of 2023-05-28, then at least 19 as of
                           ../2026-08-08

         296 helicopters, as of 2023-05-27 (b3:[id]) / at least 19 helicopters, as of ../2026-08-08
           (b3:[id])
           compatible      growth: a count that can have grown: 296 as of 2023-05-27, then at least 19 as of
                           ../2026-08-08

         68 helicopters, as of 2022-03-07 (b3:[id]) / at least 19 helicopters, as of ../2026-08-08
           (b3:[id])
           compatible      growth: a count that can have grown: 68 as of 2022-03-07, then at least 19 as of
                           ../2026-08-08

         7 helicopters, as of 2022-02-25 (b3:[id]) / at least 19 helicopters, as of ../2026-08-08
           (b3:[id])
           compatible      growth: a count that can have grown: 7 as of 2022-02-25, then at least 19 as of
                           ../2026-08-08

        Folded away: 16 questions that only General Staff of the Armed Forces of Ukraine answers. --all
          shows them.
    "#]]
    .assert_eq(&diff("losses general-staff oryx"));
    // The texts that the claims quote are the ones archived: all of it verifies.
    let run = scratch.run("-C desk verify");
    assert_eq!(run.code, Some(0), "{run}");
}
