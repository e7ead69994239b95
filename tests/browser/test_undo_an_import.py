"""An officer uploads definitions, takes the good rows, and takes the whole import back in one step."""


def test_an_officer_undoes_an_import_of_definitions(person, tmp_path):
    path = tmp_path / "definitions.csv"
    path.write_text(
        "Reference,Indicator,Unit,Scorecards\n"
        "NEW01,Empty homes brought back into use,number,Housing and Safer Neighbourhoods\n"
        "NEW02,Something else,number,Transprt\n",
        encoding="utf-8",
    )
    officer = person("performance@york.example")
    officer.go("/performance/import/")
    officer.select("What the file holds", "Indicators")
    officer.upload("File", path)
    officer.click("Show what it would do")
    officer.sees("Did you mean Transport?")
    officer.check()
    officer.click("Import the 1 good row and leave 1")
    officer.sees("Imported: definitions.csv")
    officer.click("Undo this import")
    officer.click("Undo the import")
    officer.sees("Undone: definitions.csv")
