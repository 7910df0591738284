"""What is wrong with a file or with a row, and what to do about it, in the language of the page."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.exchange.reader import MOST_COLUMNS, MOST_ROWS

# Why a file cannot be read. {row}, {rows} and {columns} are filled in.
OF_FILES: dict[str, Any] = {
    "empty": gettext_lazy("There is nothing in it. Choose a file with a table, or paste its rows."),
    "not_a_table": gettext_lazy(
        "This is no table. Save it as XLSX or CSV in your spreadsheet program, and import that."
    ),
    "old_excel": gettext_lazy(
        "This is an old or an encrypted Excel file. Open it in Excel, choose “Save as” and the type XLSX, without a password."
    ),
    "broken_workbook": gettext_lazy(
        "This workbook is damaged. Open it in your spreadsheet program, save it anew as XLSX or CSV, and import that."
    ),
    "unfolds_too_large": gettext_lazy(
        "This workbook unfolds to far more than it seems. Save only the sheet with the table, as CSV, and import that."
    ),
    "unknown_encoding": gettext_lazy("Its letters cannot be made out. Save the file as CSV UTF-8, and import that."),
    "broken_json": gettext_lazy(
        "This JSON is broken at object {row}. It needs a list of objects, or one object on each line: export it anew."
    ),
    "cell_too_long": gettext_lazy(
        "Row {row} has a cell of more than 130,000 characters. A quotation mark that nobody closes may be the cause: mend it."
    ),
    "too_many_columns": gettext_lazy("Row {row} has more than {columns} columns. Delete those that you do not need."),
    "too_many_rows": gettext_lazy("There are more than {rows} rows. Split the file and import the parts one by one."),
    "no_rows": gettext_lazy(
        "There are names of columns, but no rows below them. Add the rows and import the file again."
    ),
    "ours": gettext_lazy(
        "The fault is on our side, and it is written down. What was imported before it can be undone. Try again later."
    ),
    "gone": gettext_lazy("The file is no longer there. Import it again."),
}
# Why a row cannot be imported. {more} is filled in.
OF_ROWS: dict[str, Any] = {
    "wide": gettext_lazy(
        "There are cells beyond the last column, so others may have moved. Put text with a separator in quotation marks."
    ),
    "nothing": gettext_lazy("None of the chosen columns is filled in. Fill them in, or delete the row."),
    "damaged": gettext_lazy("A letter cannot be read (�). Type it again."),
    "spreadsheet_error": gettext_lazy("The spreadsheet shows an error here. Mend the formula, or type the value."),
    "too_long": gettext_lazy("The text is too long: at most {more} characters. Shorten it."),
    "email": gettext_lazy(
        "This is no e-mail address. Write it like olena@kovyla.example; several with a comma between them."
    ),
    "domain": gettext_lazy("This is no web address. Write it like kovyla.example."),
    "day": gettext_lazy("This is no day that exists. Write it like 2026-11-22 or 22.11.2026."),
    "number": gettext_lazy("This is no number. Write it like 1234.50."),
    "ambiguous_number": gettext_lazy(
        "This may be a fraction or thousands. Write it without a comma, or with two digits after it."
    ),
    "phone": gettext_lazy("This is no phone number. Write it with its digits, like +380 44 123 45 67."),
    "country": gettext_lazy("We do not know this country. Write its name, or its code of two letters, like UA."),
    "language": gettext_lazy("Letters can be written in Ukrainian, Russian and English. Write uk, ru or en."),
    "time_zone": gettext_lazy("We do not know this time zone. Write it like Europe/Kyiv."),
    "role": gettext_lazy(
        "We do not know this role. Write: economic buyer, technical buyer, end user; several with a comma."
    ),
    "yes_or_no": gettext_lazy("Write yes or no."),
    "influence": gettext_lazy("Write low, medium or high."),
    "choice": gettext_lazy("This is not on the list. Write one of: {more}."),
    "colleague": gettext_lazy(
        "Nobody in your house, or more than one, is called so. Write the e-mail address, or add the person in the settings."
    ),
    "ambiguous_client": gettext_lazy(
        "Several clients fit: {more}. Add a column with the client’s number in other systems, so that one of them is meant."
    ),
    "ambiguous_person": gettext_lazy(
        "Several people fit: {more}. Give each their own e-mail address, or merge them first."
    ),
    "no_client_name": gettext_lazy("This client is new, and has no name. Write it."),
    "archived_client": gettext_lazy("{more} is in the archive. Bring it back first, or delete the row."),
    "no_person_name": gettext_lazy("This person is new, and has no name. Write it."),
    "no_client": gettext_lazy("This person is new: write at which client they work."),
    "person_left": gettext_lazy(
        "{more} has left this client. Note on the person’s page that they are back, or delete the row."
    ),
    "unknown_client": gettext_lazy(
        "We know no such client. Write its name or its number as the list of clients has it, or import the client first."
    ),
    "unknown_person": gettext_lazy(
        "Nobody at this client is known by that name or address. Add the person first, or leave the cell blank."
    ),
    "amount": gettext_lazy("This is no amount. Write it like 1234.50, alone or with its currency: 1234.50 EUR."),
    "amount_decimals": gettext_lazy("{more} has no amounts with so many decimals. Round it."),
    "amount_too_large": gettext_lazy("This amount is too large: at most 15 digits stand before the point. Check it."),
    "amount_negative": gettext_lazy("A contract brings money. Enter money that was given back as revenue."),
    "currency": gettext_lazy("We do not know this currency. Write its code of three letters, like EUR or UAH."),
    "two_currencies": gettext_lazy(
        "Beside the amount stands {more}. Write one currency, or clear one of the two cells."
    ),
    "no_currency": gettext_lazy("This contract is in {more}. Write in which currency the amount is."),
    "no_new_amount": gettext_lazy("This contract is in {more}. Write what it is worth in the other currency, too."),
    "period": gettext_lazy("We do not know how it is paid. Write: every month, every quarter, every year or once."),
    "days": gettext_lazy("This is no number of days. Write a whole number, at most {more}."),
    "score": gettext_lazy("This is no mark. Write a whole number, like 9."),
    "before_start": gettext_lazy("This is before the first day ({more}). Change one of the two days."),
    "no_first_day": gettext_lazy("This contract is new: write its first day."),
    "no_amount": gettext_lazy("This contract is new: write its amount."),
    "no_outcome": gettext_lazy("Write how it went on: renewed, grew, shrank, lost, returned or recommended us."),
    "no_day": gettext_lazy("Write since which day it is so."),
    "day_to_come": gettext_lazy("This day is still to come. Write the day on which it was so."),
    "ambiguous_contract": gettext_lazy(
        "Several contracts fit; they begin on {more}. Write the number and the first day of the one that is meant."
    ),
    "no_address": gettext_lazy("There is no address. Write it, or delete the row."),
    "not_yet": gettext_lazy("This day is still to come. Write the day on which it happened."),
    "newer_consent": gettext_lazy(
        "{more} has agreed to be asked since. Delete the row; if that no longer holds, note it on the person’s page."
    ),
    "not_saved": gettext_lazy(
        "This row could not be saved. Import it once more; if that does not help, add it by hand."
    ),
}


def of_file(code: str, row: int) -> str:
    """Return why a file cannot be read, with its remedy."""
    return str(OF_FILES[code]).format(row=row, rows=f"{MOST_ROWS:,}".replace(",", "\u00a0"), columns=MOST_COLUMNS)


def register(of_rows: Mapping[str, Any]) -> None:
    """Let rows of an importer of another app be refused for reasons of its own: code and lazy text, with {more} in it."""
    OF_ROWS.update(of_rows)


def of_row(fault: Mapping[str, Any]) -> str:
    """Return why a row cannot be imported, with its remedy."""
    return str(OF_ROWS[fault["code"]]).replace("{more}", fault["more"])


def why_kept(why: str) -> str:
    """Return why an undo has left something."""
    if why == "changed":
        return _("Somebody has changed it since the import.")
    return _("Something else hangs on it by now.")
