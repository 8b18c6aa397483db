"""What stands around what is said of commands and options."""

OF_TYPER = {
    "help": "Show this message and exit.",
    "install_completion": "Install completion for the current shell.",
    "show_completion": (
        "Show completion for the current shell, to copy it or customize the installation."
    ),
}


def usage() -> str:
    return "Usage: "


def arguments() -> str:
    return "Arguments"


def options() -> str:
    return "Options"


def commands() -> str:
    return "Commands"


def examples() -> str:
    return "Examples"


def of_typer(name: str) -> str:
    return OF_TYPER.get(name, name)


def with_facts(what: str, default: str | None, required: bool, range: str | None) -> str:
    facts = [f"default: {default}"] if default is not None else []
    facts += [range] if range is not None else []
    facts += ["required"] if required else []
    return f"{what}  [{'; '.join(facts)}]" if facts else what
