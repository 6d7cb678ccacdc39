"""Why a file cannot be read at all: one class per cause. Bad values inside a file are `reasons`."""

from django.utils.translation import gettext_lazy as _

from noren.kernel.errors import Busy, NotFound, Refused


class KindUnknown(Refused):
    """Nothing of this kind can be imported."""

    code = "import_kind_unknown"
    words = _("“%(kind)s” cannot be imported; these can: %(known)s.")


class ImportNotFound(NotFound):
    """No import has this uid."""

    code = "import_not_found"
    words = _("This import does not exist.")


class ImportAtWork(Busy):
    """Another process is at this import."""

    code = "import_at_work"
    words = _("This import is being worked on already.")


class CheckedFileGone(Refused):
    """The file of a dry run is not kept any more."""

    code = "import_checked_file_gone"
    words = _("The file that was checked is not kept here any more. Please choose it again.")


class FileNotThere(Refused):
    """The path names no file that can be read."""

    code = "import_file_missing"
    words = _("There is no file %(path)s, or it cannot be read.")


class FileTooLarge(Refused):
    """Larger than the limit; found by its size, before anything of it is read."""

    code = "import_file_too_large"
    words = _("The file has %(size_mb)s MB; at most %(limit_mb)s MB can be imported. Please split it.")


class FileEmpty(Refused):
    """Nothing is in the file, or nothing below the header."""

    code = "import_file_empty"
    words = _("The file is empty.")


class FileWithoutRows(Refused):
    """A header and nothing else."""

    code = "import_file_without_rows"
    words = _("The file has a header and no rows below it.")


class FileNotText(Refused):
    """Neither a table of text nor Parquet."""

    code = "import_file_not_text"
    words = _("This is neither a CSV nor a Parquet file. Save the table as CSV and import that.")


class SpreadsheetGiven(Refused):
    """A spreadsheet's own format."""

    code = "import_spreadsheet"
    words = _("This is a spreadsheet file. Save it as CSV (UTF-8) and import that.")


class EncodingUnknown(Refused):
    """Neither UTF-8 nor Shift_JIS."""

    code = "import_encoding_unknown"
    words = _("Line %(line)s cannot be read, neither as UTF-8 nor as Shift_JIS.")


class EncodingBroken(Refused):
    """UTF-8, or UTF-16, with a byte that is none."""

    code = "import_encoding_broken"
    words = _("Line %(line)s has a character that is not valid %(encoding)s.")


class ColumnsMissing(Refused):
    """The header lacks columns that are needed."""

    code = "import_columns_missing"
    words = _("These columns are missing: %(missing)s. The header has: %(found)s.")


class ColumnUnknown(Refused):
    """The header has a column that this kind does not."""

    code = "import_column_unknown"
    words = _("The column “%(column)s” is not known here; known are: %(known)s.")


class ColumnRepeated(Refused):
    """Two columns mean the same."""

    code = "import_column_repeated"
    words = _("The columns “%(first)s” and “%(second)s” mean the same.")


class ParquetBroken(Refused):
    """A Parquet file that cannot be opened."""

    code = "import_parquet_broken"
    words = _("The Parquet file is damaged or cut off.")


class ValueTooLarge(Refused):
    """A Parquet file with a text that no column can hold, found before it is unpacked."""

    code = "import_value_too_large"
    words = _("The column “%(column)s” has a text of more than %(most_kb)s KB.")


class ColumnTypeInvalid(Refused):
    """A Parquet column of a type that has no single value per row."""

    code = "import_column_type_invalid"
    words = _("The column “%(column)s” has the type %(type)s, which holds no plain values.")


class PackageMissing(Refused):
    """The sample data is not installed."""

    code = "sample_data_missing"
    words = _("The sample data is not installed. Install it with: pip install %(package)s")
