"""Files for elsewhere: the current picture, all pictures on a sheet, the whole session."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from agent import project
from agent.pictures import image_of, version_of
from memory.archive import Archive
from memory.durable import ensure_folder
from tools import png
from tools.arguments import ExportForm
from tools.contact_sheet import Labelled, contact_sheet

MOST_ON_A_SHEET = 200


def folder_of(archive: Archive) -> Path:
    """Return where exported files are put."""
    return archive.home.folder / "exports"


def export(archive: Archive, session: str, form: ExportForm) -> Path:
    """Write the current picture, a contact sheet, or the session; the name is chosen here.

    Raises:
        BadInput: There is no picture yet, or the file cannot be written.
    """
    ensure_folder(folder_of(archive))
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    suffix = "zip" if form == "project" else "png"
    path = folder_of(archive) / f"{session[:8]}-{form}-{moment}.{suffix}"
    if form == "png":
        version = version_of(archive, session, None)
        png.write(archive.pictures.png(version.picture.digest), path)
    elif form == "sheet":
        png.write(_sheet(archive, session), path)
    else:
        png.write(project.pack(archive, session), path)
    return path


def _sheet(archive: Archive, session: str) -> bytes:
    version_of(archive, session, None)
    last = archive.versions.count(session)
    versions = archive.versions.newest(session, MOST_ON_A_SHEET)
    first = last - len(versions) + 1
    cells = [
        Labelled(
            image_of(archive, version.picture.digest),
            f"{number}. {version.parameters.get('wish', version.operation)}",
        )
        for number, version in enumerate(versions, start=first)
    ]
    stream = BytesIO()
    contact_sheet(cells).save(stream, "PNG")
    return stream.getvalue()
