"""What `--help` says of `recurra` as a whole."""


def does() -> str:
    return (
        "どの再帰型ニューラルネットワークを、どう学習させ、どれだけの計算コストで使うか。"
        "そして、必要なだけ過去を覚えているか。"
    )


def version() -> str:
    return "バージョンを表示して終了します。"
