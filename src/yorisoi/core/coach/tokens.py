"""The telling words of a short Japanese note: names of things, by script, without a dictionary."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_RUNS = re.compile(r"[一-龠々〆]+|[ァ-ヴー]{2,}|[A-Za-z]{3,}")
_SINGLE = re.compile(r"(?<![一-龠々])([一-龠々])(?=を|が好|の|は|に困|も)")
_COMMON = frozenset(
    """
    自分 今年 昨年 去年 来年 先日 経営 会社 先生 社長 予定 関心 一人 興味 以前 今月 来月
    先月 仕事 担当 時期 連絡 希望 商品 参加 電話 専門 無料 注文 利用 最近 本人 時間 一緒
    今回 自身 毎日 毎朝 毎年 年間 月末 社員 利用 検討 相談 必要 予算 情報 関係 業務 今週
    来週 先週 中心 大切 昨日 明日 本日 最初 最後 当社 弊社 御社 貴社 様子 部分 場合 内容
    方法 問題 以上 以下 名前 返信 返事 紹介 依頼 契約 提案 資料 見積 案内 話題 一度 二人
    三人 半年 数年 期間 年末 年始 前半 後半 好評 有無 感謝 挨拶 都合 機会 新規 開始 終了
    継続 対応 準備 導入 営業 販売 事業 企業 地元 近所 午前 午後 先方 当日 全員 皆様 個人
    法人 年前 月前 日前 週間 業者 悩んでいた 春 夏 秋 冬
    """.split()  # noqa: SIM905 - a page of words reads better than a column
)
_COMMON_KATAKANA = frozenset(
    [
        "サービス",
        "ビジネス",
        "メール",
        "ライン",
        "ネットワークビジネス",
        "ネットワーク",
        "イベント",
        "スタッフ",
        "オープン",
        "コンサル",
        "コンサルティング",
        "システム",
    ]
)
_TRADE_COMMON = _COMMON | frozenset(
    """
    業務 用品 向け 一般 総合 代理店 代行 仲介 企画 制作 設計 施工 工事 管理 教室 講師 研修
    経営 顧問 顧問契約 支援 士業 個人 家庭 事務所 健康 食品 調理 器具 店舗
    """.split()  # noqa: SIM905 - a page of words reads better than a column
)
_SINGLE_COMMON = frozenset(
    "人年月日時分秋春夏冬朝夜前後中上下大小来今店話見言行会回名子方件者私今何店家車者娘息妻夫母父体気心手声"
)


@lru_cache(maxsize=4096)
def tokens(note: str, *, trade: bool = False) -> tuple[str, ...]:
    """Words of a note by which a draft can be seen to take it up.

    Kanji compounds of three or more give their two-character parts too (採用予定 → 採用); common words are left out.
    ``trade`` leaves out the words any trade is described with.
    """
    text = unicodedata.normalize("NFKC", note)
    common = _TRADE_COMMON if trade else _COMMON
    found: list[str] = []
    for run in _RUNS.findall(text):
        if "一" <= run[0] <= "龠":
            if len(run) >= 2:
                parts = [run, *(run[i : i + 2] for i in range(len(run) - 1))] if len(run) > 2 else [run]
                found.extend(p for p in parts if p not in common)
        elif run not in _COMMON_KATAKANA and run not in common:
            found.append(run)
    if not trade:
        found.extend(c for c in _SINGLE.findall(text) if c not in _SINGLE_COMMON)
    return tuple(dict.fromkeys(found))
