"""What cannot be timed."""


def without_settings() -> str:
    return (
        "このベンチマークには設定が記録されていないため、再開できません。新しいフォルダで計測し直して"
        "ください"
    )


def nothing_named() -> str:
    return "計測するものがありません。セル、計測の種類、スレッド数を1つ以上指定してください"


def at_least_one() -> str:
    return "スレッド数とラウンド数には1以上を指定してください"


def nothing_asked() -> str:
    return (
        "計測するものがありません。このセル・種類・スレッド数を使う目標がないため、別の組み合わせを"
        "指定してください"
    )
