"""Spreadsheets as people really send them: read for certain, or refused with every reason."""

from __future__ import annotations

import codecs
import copy
import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final, cast, get_args

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from mobiflow.errors import TableError, UnknownName
from mobiflow.imports import (
    CellProblem,
    DateOrder,
    Difference,
    ImportPlan,
    plan_import,
    read_companies,
    read_learners,
)
from mobiflow.imports.countries import COUNTRIES, NAMES, country_code
from mobiflow.imports.headings import COMPANIES, LEARNERS, Columns
from mobiflow.imports.vocabulary import ENROLMENTS, KINDS, fold
from mobiflow.model import Company, Learner, Period, Stay
from mobiflow.model.checks import verify
from mobiflow.model.words import CompanyKind, Enrolment
from tests.amounts import ALL, examples

Reader = Callable[..., Any]


def learners(text: str) -> tuple[Learner, ...]:
    return read_learners(text.encode()).rows


def learner(text: str) -> Learner:
    (only,) = learners(text)
    return only


def born(*cells: str, date_order: DateOrder | None = None) -> list[date | None]:
    rows = "".join(f"l-{index};{cell}\n" for index, cell in enumerate(cells))
    table = read_learners(f"Id;Né le\n{rows}".encode(), date_order=date_order)
    return [learner.born for learner in table.rows]


def wrong(
    text: str | bytes, read: Reader = read_learners
) -> list[tuple[int | None, str | None, str | None, str]]:
    """Where, what and why: the problems of a table that is refused."""
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(TableError) as raised:
        read(data)
    found: list[tuple[int | None, str | None, str | None, str]] = []
    for problem in raised.value.problems:
        assert isinstance(problem, CellProblem)
        assert problem.expected.endswith((".", "?"))
        found.append((problem.row, problem.column, problem.value, problem.expected))
    return found


def only_wrong(
    text: str | bytes, read: Reader = read_learners
) -> tuple[int | None, str | None, str | None, str]:
    (problem,) = wrong(text, read)
    return problem


# -- what a file says


def test_a_french_export_is_read() -> None:
    table = read_learners(
        (
            "Matricule;NOM;Prénom;Né(e) le;Nationalité;Statut;Entreprise;Groupe;"
            "Début du séjour;Fin du séjour;E-mail\r\n"
            "l-1;Martin;Léa;23/05/2009;Française;Apprentie;c-9;A;01/03/2027;26/03/2027;l@x.fr\r\n"
        ).encode("cp1252"),
        name="apprentis.csv",
    )
    assert table.name == "apprentis.csv"
    assert table.rows == (
        Learner(
            "l-1",
            name="Léa Martin",
            contact="l@x.fr",
            born=date(2009, 5, 23),
            nationality="FR",
            enrolment="apprentice",
            employer="c-9",
            group="A",
            stay=Stay(Period(date(2027, 3, 1), date(2027, 3, 26))),
        ),
    )


def test_an_english_export_is_read() -> None:
    text = "ID,Full name,Date of birth,Nationality,Status\nl-1,Tom Reed,2009-05-02,IE,student\n"
    assert learner(text) == Learner(
        "l-1", name="Tom Reed", born=date(2009, 5, 2), nationality="IE", enrolment="student"
    )


def test_companies_are_read() -> None:
    text = "Id;Type;Raison sociale;Pays;Contact\nc-1;Accueil;Krause;Allemagne;+49 341 123456\n"
    assert read_companies(text.encode()).rows == (
        Company("c-1", kind="host", name="Krause", country="DE", contact="+49 341 123456"),
    )


def test_the_table_says_which_fields_the_file_has_columns_for() -> None:
    text = "Id;Nom;Prénom;Début;Fin\nl-1;Martin;Léa;;\n"
    assert read_learners(text.encode()).columns == {"id", "name", "stay"}


def test_a_file_is_read_from_its_path_and_called_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "learners.csv"
    path.write_text("Id;Naissance\nl-1;02/05/09\n", encoding="utf-8")
    with pytest.raises(TableError) as raised:
        read_learners(path)
    (problem,) = raised.value.problems
    assert problem.path == "learners.csv, row 2, column Naissance"
    assert problem.message == "'02/05/09': expected a year of four digits, as in 2009-05-02."
    assert str(raised.value) == f"learners.csv cannot be read:\n  {problem}"


def test_a_missing_file_is_the_callers_to_handle(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_learners(tmp_path / "none.csv")


def test_every_problem_of_a_file_is_reported_at_once() -> None:
    found = wrong(
        "Id;Naisance;Nom;Nationalité;Statut;Né le\n"
        "l-1;;=1+1;Frnace;aprenti;02/05/09\n"
        "l-1;;Reed;IE;student;31/02/2009\n"
        ";;Roy;FR;;\n"
    )
    assert [(row, column) for row, column, _, _ in found] == [
        (1, "Naisance"),
        (2, "Nom"),
        (2, "Né le"),
        (2, "Nationalité"),
        (2, "Statut"),
        (3, "Id"),
        (3, "Né le"),
        (4, "Id"),
    ]


def test_an_error_survives_copying() -> None:
    with pytest.raises(TableError) as raised:
        read_learners(b"Id\n")
    again = copy.copy(raised.value)
    assert again.problems == raised.value.problems
    assert str(again) == str(raised.value)


# -- the form of the file


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_usual_delimiter_and_line_end(delimiter: str, end: str) -> None:
    lines = ["Id;Nom;Prénom", "l-1;Martin;Léa", "l-2;Roy;Zoé"]
    text = end.join(lines).replace(";", delimiter)
    assert [learner.name for learner in learners(text)] == ["Léa Martin", "Zoé Roy"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_usual_encoding(encoding: str) -> None:
    text = "Identifiant;Prénom;Nom\nl-1;Zoé;Œuvré\n"
    assert read_learners(text.encode(encoding)).rows[0].name == "Zoé Œuvré"


def test_utf_16_of_either_byte_order() -> None:
    text = "Id\tNom\nl-1\tNuñez\n"
    data = codecs.BOM_UTF16_BE + text.encode("utf-16-be")
    assert read_learners(data).rows[0].name == "Nuñez"


def test_other_delimiters_inside_headings_and_cells_do_not_confuse() -> None:
    text = 'Id;"Nom, prénom";Date de naissance (jj,mm,aaaa)\nl-1;"Martin; Léa, dite ""Lou""";\n'
    assert learner(text).name == 'Martin; Léa, dite "Lou"'


def test_the_line_that_tells_a_spreadsheet_the_delimiter_is_obeyed_and_not_counted() -> None:
    assert learner("sep=,\r\nId,Nom\r\nl-1,Roy\r\n").name == "Roy"
    assert only_wrong("sep=;\nId;Né le\nl-1;hier\n")[0] == 2


def test_empty_lines_and_columns_are_left_out_and_rows_keep_their_numbers() -> None:
    text = "\n;;;;\nId;Nom;;;\n;;;\n\nl-1;Roy;;;;;\n , , \n \t;\u00a0\nl-2\nl-3;=x\n"
    assert only_wrong(text)[:2] == (10, "Nom")
    assert [learner.id for learner in learners(text.replace("=x", "x"))] == ["l-1", "l-2", "l-3"]


def test_a_line_break_inside_quotes_belongs_to_the_cell() -> None:
    text = 'Id;"Né\nle";Nom\nl-1;;"Léa\r\n  Martin"\nl-2;demain;\n'
    assert only_wrong(text)[:2] == (3, "Né le")
    assert learners(text.replace("demain", ""))[0].name == "Léa Martin"


def test_spaces_of_every_kind_around_a_value_are_dropped() -> None:
    text = "Id ; Nom \n\u00a0l-1\u202f;\ufeff\u200b Jean\u00a0 Roy\u00a0\n"
    assert learner(text) == Learner("l-1", name="Jean Roy")


def test_letters_are_composed_so_that_two_computers_agree() -> None:
    assert learner("Id;Nom\nl-1;Le\u0301a\n").name == "Léa"


def test_columns_without_heading_or_with_a_hash_are_left_out() -> None:
    assert learner("Id;;#Naissance;# E-mail\nl-1;=1;hier;@\n") == Learner("l-1")


def test_a_cell_beyond_the_headings_is_refused_as_a_shifted_row() -> None:
    row, column, value, expected = only_wrong("Id;Nom\nl-1;Roy;Zoé;\n")
    assert (row, column, value) == (2, None, "Zoé")
    assert "delimiter" in expected


@pytest.mark.parametrize("text", ['Id;Nom\nl-1;Roy\nl-2;"Zoé\nl-3;Li', 'Id;Nom\n\nl-2;"Zoé"x;'])
def test_quotes_that_do_not_match_are_refused_where_they_begin(text: str) -> None:
    row, _, _, expected = only_wrong(text)
    assert row == 3
    assert "quotes that match" in expected


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"PK\x03\x04rest", "workbook (.xlsx, .ods)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "workbook (.xls)"),
        (b"%PDF-1.7", "PDF"),
        (b"Id;Nom\nl-1;\x00", "no text"),
        ("Id;Nom\nl-1;Roy".encode("utf-16-le"), "no text"),
        (b"\xff\xfeI\x00d", "no text"),
        (b"Id;Nom\nl-1;\x81", "no text"),
        (codecs.BOM_UTF8 + b"Id;Nom\nl-1;\xe9", "no text"),
    ],
)
def test_what_is_no_text_is_refused_with_what_to_do(data: bytes, word: str) -> None:
    row, column, _, expected = only_wrong(data)
    assert (row, column) == (None, None)
    assert word in expected
    assert "CSV UTF-8" in expected


@pytest.mark.parametrize("name", ["LÃ©a", "L\ufffda", "Zo\x81e", "a\x07b"])
def test_letters_lost_by_an_earlier_save_are_refused(name: str) -> None:
    assert only_wrong(f"Id;Nom\nl-1;{name}\n")[:2] == (2, "Nom")


@pytest.mark.parametrize("name", ["JOÃO", "ÅÄÖ", "Bar «LE CAFÉ»", "IRMÃ’S"])
def test_unusual_letters_are_not_taken_for_lost_ones(name: str) -> None:
    assert learner(f"Id;Nom\nl-1;{name}\n").name == name


@pytest.mark.parametrize("text", ["", "\n\n", ";;\n;", "\ufeff", "sep=;\n"])
def test_an_empty_file_is_refused(text: str) -> None:
    assert "the file is empty" in only_wrong(text)[3]


def test_headings_alone_are_refused() -> None:
    assert "no learners" in only_wrong("Id;Nom\n;\n")[3]
    assert "no companies" in only_wrong("Id;Type\n", read_companies)[3]


def test_absurd_sizes_are_refused() -> None:
    assert "5 MB" in only_wrong(b"Id\n" + b"\n" * 5_000_000)[3]
    assert "10,000 rows" in only_wrong("Id\n" + "".join(f"{n}\n" for n in range(10_001)))[3]
    assert "100 columns" in only_wrong("Id" + ";" * 100 + "x\n")[3]
    assert only_wrong(f"Id;Nom\nl-1;{'x' * 1_001}\n")[:2] == (2, "Nom")
    assert "1,000 characters" in only_wrong(f"Id;Nom\nl-1;{'x' * 200_000}\n")[3]


def test_ten_thousand_rows_are_read() -> None:
    assert len(learners("Id\n" + "".join(f"{n}\n" for n in range(10_000)))) == 10_000


# -- headings


@pytest.mark.parametrize(
    "heading",
    ["NATIONALITE", "nationalité *", " Natio-nalité ", "Nationality", "Nationalité (ISO)", "Nat."],
)
def test_headings_are_known_whatever_their_accents_capitals_and_marks(heading: str) -> None:
    assert learner(f"N°;{heading}\nl-1;FR\n").nationality == "FR"


def test_nom_is_the_last_name_beside_a_first_name_and_the_whole_name_alone() -> None:
    assert learner("Id;Nom;Prénom\nl-1;Martin;Léa\n").name == "Léa Martin"
    assert learner("Id;Nom\nl-1;Léa Martin\n").name == "Léa Martin"
    assert learner("Id;Nom;Prénom\nl-1;Suharto;\n").name == "Suharto"


def test_an_unknown_heading_names_the_nearest_known_one() -> None:
    row, column, _, expected = only_wrong("Id;Naisance\nl-1;\n")
    assert (row, column) == (1, "Naisance")
    assert "'Naissance'" in expected
    assert "#" in expected


def test_an_unknown_heading_near_none_lists_those_known() -> None:
    assert "'Nationalité'" in only_wrong("Id;Pointure\nl-1;\n")[3]


def test_a_mandatory_column_must_be_there() -> None:
    assert "'Identifiant' or 'Id'" in only_wrong("Nom;Prénom\nRoy;Zoé\n")[3]
    missing = wrong("Nom;Pays\nKrause;DE\n", read_companies)
    assert ["Identifiant" in problem[3] for problem in missing] == [True, False]
    assert "'Type' or 'Kind'" in missing[1][3]


@pytest.mark.parametrize(
    ("headings", "first", "again"),
    [
        ("Id;E-mail;Téléphone", "'E-mail' (column 2)", "Téléphone"),
        ("Id;Naissance;Né le", "'Naissance' (column 2)", "Né le"),
        ("Id;Nom complet;Prénom", "'Nom complet' (column 2)", "Prénom"),
        ("Id;Nom;Nom", "'Nom' (column 2)", "Nom"),
        ("Id;Nom;Prénom;Nom d'usage", "'Nom' (column 2)", "Nom d'usage"),
    ],
)
def test_two_columns_that_mean_the_same_are_both_named(
    headings: str, first: str, again: str
) -> None:
    row, column, _, expected = only_wrong(f"{headings}\nl-1;\n")
    assert (row, column) == (1, again)
    assert first in expected


def test_a_stay_needs_columns_for_both_its_ends() -> None:
    row, column, _, expected = only_wrong("Id;Début\nl-1;2027-03-01\n")
    assert (row, column) == (1, "Début")
    assert "'Fin du séjour' or 'Stay end'" in expected


@pytest.mark.parametrize("known", [LEARNERS, COMPANIES])
def test_no_heading_means_two_columns(known: Columns) -> None:
    meanings: dict[str, str] = {}
    for column, spellings in known.spellings.items():
        for spelling in spellings:
            assert meanings.setdefault(fold(spelling), column) == column, spelling


# -- dates


@pytest.mark.parametrize(
    "text",
    [
        *("2009-05-02", "2009/05/02", "2009.5.2", "02.05.2009", "2.5.2009", "'2009-05-02"),
        *('="2009-05-02"', "2009-05-02 00:00:00", "2009-05-02T00:00"),
    ],
)
def test_dates_that_can_be_read_in_one_way(text: str) -> None:
    assert born(text) == [date(2009, 5, 2)]


def test_the_same_number_twice_is_not_ambiguous() -> None:
    assert born("05/05/2009", "6-6-2009 00:00") == [date(2009, 5, 5), date(2009, 6, 6)]


def test_one_clear_date_shows_the_order_of_its_column() -> None:
    assert born("02/05/2009", "2/5/2009", "23/05/2009")[:2] == [date(2009, 5, 2)] * 2
    assert born("02/05/2009", "05/23/2009")[0] == date(2009, 2, 5)
    assert born("02-05-2009", "'23/05/2009")[0] == date(2009, 5, 2)


def test_a_column_without_a_clear_date_follows_the_others() -> None:
    text = "Id;Né le;Début;Fin\nl-1;02/05/2009;01/03/2027;26/03/2027\n"
    assert learner(text) == Learner(
        "l-1", born=date(2009, 5, 2), stay=Stay(Period(date(2027, 3, 1), date(2027, 3, 26)))
    )


def test_a_column_without_a_clear_date_is_undecided_when_the_others_disagree() -> None:
    text = "Id;Né le;Début;Fin\nl-1;02/05/2009;13/03/2027;03/26/2027\n"
    assert [problem[1] for problem in wrong(text)] == ["Né le"]


def test_dates_that_could_be_two_days_are_refused_with_both() -> None:
    found = wrong("Id;Né le\nl-1;02/05/2009\nl-2;2009-01-31\nl-3;3/4/2009\n")
    assert [(row, value) for row, _, value, _ in found] == [(2, "02/05/2009"), (4, "3/4/2009")]
    assert "2009-05-02 or 2009-02-05" in found[0][3]
    assert 'date_order="day-first"' in found[0][3]


def test_the_order_may_be_given() -> None:
    assert born("02/05/2009", date_order="day-first") == [date(2009, 5, 2)]
    assert born("02/05/2009", date_order="month-first") == [date(2009, 2, 5)]
    assert born("02.05.2009", date_order="month-first") == [date(2009, 5, 2)]


def test_a_date_against_the_order_given_is_refused() -> None:
    text, read = "Id;Né le\nl-1;05/23/2009\n", partial(read_learners, date_order="day-first")
    assert "no such day when read day-first" in only_wrong(text, read)[3]


def test_an_unknown_order_is_refused() -> None:
    with pytest.raises(UnknownName):
        born("02/05/2009", date_order=cast("Any", "dayfirst"))


def test_a_column_of_both_orders_is_refused_on_the_rows_that_deviate() -> None:
    row, column, value, expected = only_wrong(
        "Id;Né le\nl-1;13/02/2009\nl-2;02/13/2009\nl-3;14/02/2009\nl-4;02/05/2009\n"
    )
    assert (row, column, value) == (3, "Né le", "02/13/2009")
    assert "month-first" in expected


def test_a_column_of_both_orders_alike_is_refused_everywhere() -> None:
    found = wrong("Id;Né le\nl-1;13/02/2009\nl-2;02/13/2009\nl-3;02/05/2009\n")
    assert [problem[0] for problem in found] == [2, 3, 4]


@pytest.mark.parametrize(
    "text", ["31/02/2009", "2009-02-31", "2009-13-01", "31.04.2009", "13/13/2009", "0/1/2009"]
)
def test_a_day_that_does_not_exist_is_refused(text: str) -> None:
    assert "no such day" in only_wrong(f"Id;Né le\nl-1;{text}\nl-2;13/01/2009\n")[3]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("02/05/09", "four digits"),
        ("2.5.09", "four digits"),
        ("39935", "number for a day"),
        ("2 mai 2009", "2009-05-02"),
        ("02/05/2009 14:30", "2009-05-02"),
        ("1009-05-02", "1900 to 2200"),
        ("٢٠٠٩-٠٥-٠٢", "2009-05-02"),
    ],
)
def test_other_dates_are_refused(text: str, word: str) -> None:
    assert word in only_wrong(f"Id;Né le\nl-1;{text}\n")[3]


# -- values


def test_an_id_is_needed_in_every_row() -> None:
    assert only_wrong("Id;Nom\n;Roy\n")[:3] == (2, "Id", None)


def test_an_id_used_twice_names_both_rows() -> None:
    row, column, value, expected = only_wrong("Id\nl-1\nl-2\n\nl-1\n")
    assert (row, column, value) == (5, "Id", "l-1")
    assert "row 2" in expected


@pytest.mark.parametrize("cell", ["'0012", '="0012"', '"=""0012"""', " 0012 "])
def test_an_id_keeps_its_zeros_and_loses_what_kept_them(cell: str) -> None:
    assert learner(f"Id;Groupe\n{cell};{cell}\n") == Learner("0012", group="0012")


@pytest.mark.parametrize("headings", ["Id;#", "Groupe;Id", "Entreprise;Id"])
def test_an_id_is_what_the_model_calls_one(headings: str) -> None:
    _, column, value, expected = only_wrong(f"{headings}\n2nde 3;l-1\n")
    assert (column, value) == (headings.partition(";")[0], "2nde 3")
    assert "without spaces" in expected


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+1+1", "-Roy", "@SUM(A1)", "'=1+1", " =1"])
@pytest.mark.parametrize("column", ["Nom", "Groupe", "Contact", "Entreprise"])
def test_a_formula_is_refused(cell: str, column: str) -> None:
    row, heading, _, expected = only_wrong(f"Id;{column}\nl-1;{cell}\n")
    assert (row, heading) == (2, column)
    assert "formula" in expected


@pytest.mark.parametrize("cell", ["+33 6 12 34 56 78", "'+33612345678", '="+33 (0)6.12.34"'])
def test_a_telephone_number_is_no_formula(cell: str) -> None:
    contact = learner(f"Id;Téléphone\nl-1;{cell}\n").contact
    assert contact is not None
    assert contact.startswith("+33")


def test_an_apostrophe_that_belongs_to_a_name_stays() -> None:
    assert learner("Id;Nom;Prénom\nl-1;'t Hooft;Gerard\n").name == "Gerard 't Hooft"


def test_a_name_is_as_long_as_the_model_allows() -> None:
    half = "x" * 150
    assert only_wrong(f"Id;Nom\nl-1;{half * 2}x\n")[:2] == (2, "Nom")
    assert only_wrong(f"Id;Nom;Prénom\nl-1;{half};{half}\n")[:2] == (2, "Nom")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("FR", "FR"), ("fr", "FR"), ("FRA", "FR"), ("France", "FR"), ("française", "FR")),
        *(("Français(e)", "FR"), ("French", "FR"), ("UK", "GB"), ("EL", "GR"), ("XK", "XK")),
        *(("ALLEMANDE", "DE"), ("pays bas", "NL"), ("Côte d’Ivoire", "CI"), ("ZW", "ZW")),
        *(("Türkiye", "TR"), ("États-Unis", "US"), ("Tunisienne", "TN"), ("suisse", "CH")),
    ],
)
def test_countries_and_nationalities_in_two_languages(text: str, code: str) -> None:
    assert learner(f"Id;Nationalité\nl-1;{text}\n").nationality == code


@pytest.mark.parametrize(("text", "near"), [("Frnace", "France"), ("Allemagn", "Allemagne")])
def test_an_unknown_country_names_the_nearest(text: str, near: str) -> None:
    assert near in only_wrong(f"Id;Nationalité\nl-1;{text}\n")[3]


@pytest.mark.parametrize("text", ["ZZ", "franco-marocaine", "FR/MA", "x" * 900])
def test_what_names_no_country_or_two_is_refused(text: str) -> None:
    assert only_wrong(f"Id;Nationalité\nl-1;{text}\n")[:2] == (2, "Nationalité")


def test_no_country_name_stands_for_two_countries() -> None:
    meanings: dict[str, str] = {}
    for code, names in NAMES.items():
        assert country_code(code) == code
        for name in names:
            assert meanings.setdefault(fold(name), code) == code, name
            assert country_code(name) == code, name
    assert COUNTRIES.nearest("Belgiqe") == "Belgique"


@pytest.mark.parametrize(
    ("text", "enrolment"),
    [
        *(("Apprenti(e)", "apprentice"), ("apprentie", "apprentice"), ("Élève", "student")),
        *(("etudiante", "student"), ("Salariée", "employee"), ("JOB-SEEKER", "jobseeker")),
        *(("Demandeur d'emploi", "jobseeker"), ("jeune diplômé(e)", "graduate")),
        *((word, word) for word in get_args(Enrolment)),
    ],
)
def test_enrolment_in_two_languages(text: str, enrolment: str) -> None:
    assert learner(f"Id;Statut\nl-1;{text}\n").enrolment == enrolment


def test_an_unknown_enrolment_lists_the_known_and_names_the_nearest() -> None:
    expected = only_wrong("Id;Statut\nl-1;aprenti\n")[3]
    assert "apprentice, student, employee, jobseeker or graduate" in expected
    assert "perhaps apprenti." in expected


@pytest.mark.parametrize("word", get_args(CompanyKind))
def test_the_models_own_words_are_known(word: str) -> None:
    assert KINDS.meaning(word) == word
    assert ENROLMENTS.meaning(word) is None


def test_a_company_needs_a_known_kind() -> None:
    found = wrong("Id;Type\nc-1;\nc-2;acceuil\n", read_companies)
    assert [(row, value) for row, _, value, _ in found] == [(2, None), (3, "acceuil")]
    assert "perhaps accueil" in found[1][3]


@pytest.mark.parametrize(("row", "empty"), [("2027-03-01;", "Fin"), (";2027-03-26", "Début")])
def test_a_stay_needs_both_its_ends(row: str, empty: str) -> None:
    assert only_wrong(f"Id;Début;Fin\nl-1;{row}\n")[:2] == (2, empty)


def test_a_stay_does_not_end_before_it_starts() -> None:
    found = only_wrong("Id;Début;Fin\nl-1;2027-03-26;2027-03-01\n")
    assert found[:3] == (2, "Fin", "2027-03-01")
    assert "2027-03-26" in found[3]


# -- what an import would change


def plan(text: str, *held: Learner) -> ImportPlan[Learner]:
    return plan_import({learner.id: learner for learner in held}, read_learners(text.encode()))


LEA = Learner("l-1", name="Léa Martin", group="A", nationality="FR", status="selected")


def test_a_plan_tells_new_changed_unchanged_and_absent_apart() -> None:
    same, gone = Learner("l-2", group="B"), Learner("l-9")
    found = plan("Id;Groupe\nl-3;C\nl-2;B\nl-1;B\n", LEA, same, gone)
    assert found == ImportPlan(
        new=(Learner("l-3", group="C"),),
        changed=(Difference("l-1", {"group": ("A", "B")}),),
        unchanged=("l-2",),
        absent=("l-9",),
    )


def test_what_a_file_has_no_column_for_is_not_compared() -> None:
    assert plan("Id;Nom\nl-1;Léa Martin\n", LEA).unchanged == ("l-1",)


def test_an_empty_cell_states_nothing() -> None:
    text = "Id;Nom;Groupe;Nationalité;Début;Fin\nl-1;;;;;\n"
    assert plan(text, evolve(LEA, stay=Stay(departed=date(2027, 3, 1)))).unchanged == ("l-1",)


def test_a_changed_stay_keeps_what_came_about() -> None:
    held = evolve(LEA, stay=Stay(departed=date(2027, 3, 1)))
    (difference,) = plan("Id;Début;Fin\nl-1;2027-03-01;2027-03-26\n", held).changed
    period = Period(date(2027, 3, 1), date(2027, 3, 26))
    assert difference.changes == {"stay": (held.stay, evolve(held.stay, period=period))}


def test_companies_are_compared_too() -> None:
    table = read_companies(b"Id;Type;Pays\nc-1;envoi;FR\n")
    held = Company("c-1", kind="host", country="FR", status="informed")
    assert plan_import({"c-1": held}, table).changed == (
        Difference("c-1", {"kind": ("host", "sending")}),
    )


# -- whatever people send

LETTERS = "abcdefghijklmnopqrstuvwxyzéèçœABCDEFGHIJKLMNOPQRSTUVWXYZÉÇ"
words = st.text(LETTERS, min_size=1, max_size=12)
texts = st.lists(
    st.text(LETTERS + "'.;,\t\"-0123456789", min_size=1, max_size=12).filter(
        lambda text: text.strip() and text[0] in LETTERS
    ),
    min_size=1,
    max_size=3,
).map(lambda parts: " ".join(" ".join(parts).split()))
ids = st.text("abcXYZ0123456789.-_", min_size=1, max_size=10).filter(lambda text: text[0] != "-")
days = st.dates(date(1950, 1, 1), date(2100, 12, 31))
periods = st.lists(days, min_size=2, max_size=2).map(lambda ends: Period(min(ends), max(ends)))


def optional(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


people: st.SearchStrategy[list[Learner]] = st.lists(
    st.builds(
        Learner,
        ids,
        name=optional(texts),
        contact=optional(texts),
        born=optional(days),
        nationality=optional(st.sampled_from(["FR", "DE", "IE", "MA", "ZW"])),
        enrolment=optional(st.sampled_from(get_args(Enrolment))),
        employer=optional(ids),
        group=optional(ids),
        stay=st.builds(Stay, optional(periods)),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda learner: learner.id,
)

WRITTEN: Mapping[str, Callable[[Learner, str], str]] = {
    "id": lambda learner, _: learner.id,
    "name": lambda learner, _: learner.name or "",
    "contact": lambda learner, _: learner.contact or "",
    "born": lambda learner, form: learner.born.strftime(form) if learner.born else "",
    "nationality": lambda learner, _: learner.nationality or "",
    "enrolment": lambda learner, _: learner.enrolment or "",
    "employer": lambda learner, _: learner.employer or "",
    "group": lambda learner, _: learner.group or "",
    "start": lambda learner, form: (
        learner.stay.period.start.strftime(form) if learner.stay.period else ""
    ),
    "end": lambda learner, form: (
        learner.stay.period.end.strftime(form) if learner.stay.period else ""
    ),
}


def write(
    rows: Sequence[Learner], headings: Mapping[str, str], form: str, dialect: tuple[str, str, int]
) -> str:
    delimiter, end, quoting = dialect
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerow(headings.values())
    writer.writerows([WRITTEN[column](row, form) for column in headings] for row in rows)
    return stream.getvalue()


dialects = st.tuples(
    st.sampled_from([";", ",", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
forms = st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%Y/%m/%d"])
encodings = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])


@st.composite
def heading_rows(draw: st.DrawFn) -> dict[str, str]:
    columns = draw(st.permutations(list(WRITTEN)))
    form = draw(st.sampled_from(["{}", " {} *", "{} (…)"]))
    written = {column: draw(st.sampled_from(LEARNERS.spellings[column])) for column in columns}
    if draw(st.booleans()):
        written = {column: heading.upper() for column, heading in written.items()}
    return {column: form.format(heading) for column, heading in written.items()}


def test_bytes_that_happen_to_be_utf_8_too_are_read_as_headings_can_be() -> None:
    table = read_learners("Identifiant;NÉ·E LE\nl-1;2009-05-23".encode("cp1252"))
    assert table.rows[0].born == date(2009, 5, 23)


@given(people, heading_rows(), forms, dialects, encodings)
def test_learners_written_in_any_usual_way_are_read_back(
    rows: list[Learner],
    headings: dict[str, str],
    form: str,
    dialect: tuple[str, str, int],
    encoding: str,
) -> None:
    data = write(rows, headings, form, dialect).encode(encoding)
    table = read_learners(data, date_order="day-first")
    assert list(table.rows) == rows
    for row in table.rows:
        verify(row, "A learner")
    held = {row.id: row for row in table.rows}
    again = plan_import(held, table)
    assert (again.new, again.changed, again.absent) == ((), (), ())
    assert again.unchanged == tuple(held)


@given(people, people, st.sets(st.sampled_from(["name", "group", "born", "contact"])))
def test_a_plan_carried_out_leaves_nothing_to_do(
    rows: list[Learner], listed: list[Learner], columns: set[str]
) -> None:
    held = {row.id: row for row in rows}
    headings = {column: LEARNERS.spellings[column][0] for column in ["id", *sorted(columns)]}
    table = read_learners(write(listed, headings, "%Y-%m-%d", (";", "\n", 0)).encode())
    first = plan_import(held, table)
    after = held | {row.id: row for row in first.new}
    for difference in first.changed:
        values = {name: later for name, (_, later) in difference.changes.items()}
        after[difference.id] = evolve(held[difference.id], **values)  # type: ignore[arg-type]
    again = plan_import(after, table)
    assert (again.new, again.changed) == ((), ())


def survives(data: bytes) -> None:
    readers: tuple[Reader, ...] = (read_learners, read_companies)
    for read in readers:
        try:
            table = read(data)
        except TableError as error:
            refusals = error.problems
        else:
            refusals = ()
            for row in table.rows:
                verify(row, "A row")
            assert table.rows
        assert all(str(refusal) for refusal in refusals)


@given(st.binary(max_size=400))
def test_random_bytes_are_read_or_refused(data: bytes) -> None:
    survives(data)


@given(st.text(max_size=200), st.sampled_from(["utf-8", "utf-16"]))
def test_random_text_is_read_or_refused(text: str, encoding: str) -> None:
    survives(text.encode(encoding, "replace"))


@examples(300)
@given(
    st.lists(
        st.lists(
            st.sampled_from(["Id", "Nom", "Prénom", "Né le", "Début", "Fin", "Statut", "Type", "#"])
            | st.sampled_from(["l-1", "l-2", "31/02/2009", "1/2/2009", "13/2/2009", "2/13/2009"])
            | st.sampled_from(["apprenti", "accueil", "FR", '"', "'", "=1", '="1"', "", "\u00a0"])
            | st.text(max_size=5),
            max_size=6,
        ),
        max_size=5,
    ),
    st.sampled_from([";", ",", "\t"]),
)
def test_near_misses_are_read_or_refused(rows: list[list[str]], delimiter: str) -> None:
    survives("\n".join(delimiter.join(row) for row in rows).encode("utf-8", "replace"))


MUCH: Final = 10 if ALL else 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "data",
    [
        b"\n" * (499_999 * MUCH),
        b";" * (499_999 * MUCH),
        b'"' * (499_999 * MUCH),
        b"Id\n" + b"(" * (499_900 * MUCH),
        b"Id;Nom\n" + b'l;="' * (90_000 * MUCH),
        b"Id;Nationality\n" + b"".join(b"%d;x%dyland\n" % (n, n) for n in range(999 * MUCH)),
    ],
    ids=["lines", "delimiters", "quotes", "brackets", "formulas", "countries"],
)
def test_no_file_takes_long_to_refuse(data: bytes) -> None:
    survives(data)
