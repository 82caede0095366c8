"""One shape for the variants of a kanji: 髙 is found by 高, 渡邊 by 渡辺.

For finding only. What a person writes on their card stays as they write it.
"""

from __future__ import annotations

from itertools import islice, product

# Each group: the everyday shape first, then its variants as they stand in family and given names.
# Sources: the pairs of old and new shapes in the Japanese government's tables of regular-use kanji (常用漢字表, 2010) and
# of kanji for names (戸籍法施行規則 別表第二), and the well-known variants of family names outside them (髙 﨑 𠮷 濵 …).
_WRITTEN = """
高髙 崎﨑嵜㟢碕 辺邊邉 斉斎齋齊 浜濱濵 広廣 沢澤 徳德 恵惠 真眞 滝瀧 桜櫻 国國 島嶋嶌隝 桑桒 吉𠮷 条條 栄榮 竜龍 円圓 学學 実實
寿壽 蔵藏 渋澁 静靜 鴎鷗 曽曾 淵渕渊 磯礒 槙槇 万萬 与與 豊豐 宝寶 館舘 富冨 峰峯 柳栁桺 関關 鉄鐵 団團 衛衞 済濟 当當 会會
経經 処處 号號 図圖 黒黑 黄黃 緑綠 横橫 緒緖 増增 青靑 顔顏 瀬瀨 来來 児兒 彦彥 清淸 頼賴 遥遙 凛凜 尭堯 晋晉 弥彌 礼禮 禄祿
稲稻 穂穗 県縣 聡聰 荘莊 芦蘆 郷鄕鄉 鋭銳 双雙 駅驛 鶏鷄 塩鹽 麦麥 麹麴 勲勳 励勵 区區 参參 単單 巌巖 巣巢 帯帶 従從 応應 戸戶
恋戀 摂攝 収收 教敎 数數 暁曉 歴歷 毎每 気氣 浅淺 渓溪 満滿 涛濤 湾灣 為爲 狭狹 独獨 画畫 発發 研硏 砺礪 秘祕 税稅 続續 総總
台臺 舎舍 旧舊 萌萠 蛍螢 虫蟲 観觀 証證 読讀 予豫 売賣 転轉 郎郞 医醫 釈釋 録錄 銭錢 鎮鎭 霊靈 体體 亀龜 瑶瑤 篭籠 桧檜 蛎蠣
鴬鶯 薮藪籔 野埜 壺壷 岳嶽 秋穐龝 刈苅 莱萊 呑吞 煕熙凞 亘亙 倶俱 侠俠 昂昻 昇曻 梅楳 橋槗𣘺 船舩 村邨 釜釡 土圡𡈽 鶴寉靏靍靎鸖
恒恆 桝枡 松柗枩 祢禰 蓑簑 糸絲 翠翆 庵菴 間閒 蒋蔣 将將 奨奬 壮壯 寛寬 尚尙 峡峽 徴徵 悦悅 慎愼 拡擴 捜搜 掲揭 撃擊 晩晚
渉涉 温溫 焼燒 盗盜 砕碎 禅禪 粋粹 繊纖 虚虛 褒襃 謡謠 譲讓 醸釀 錬鍊 黙默 歩步 浄淨 専專 伝傳 仏佛 仮假
価價 倹儉 偽僞 剣劍劔剱 剤劑 労勞 効效 勧勸 厳嚴 営營 嘱囑 堕墮 変變 声聲 壱壹 奥奧 嬢孃 宮宫 対對 届屆 属屬 岡崗 帰歸
廃廢 弁辨瓣辯 弐貳 悪惡 懐懷 戦戰 戯戲 抜拔 択擇 担擔 拝拜 挙擧 揺搖 挿插 昼晝 枢樞 栃杤 桟棧 検檢 楽樂 様樣 権權 欧歐
歓歡 残殘 殴毆 湿濕 滞滯 潜潛 炉爐 点點 犠犧 献獻 猟獵 獣獸 瓶甁 産產 痩瘦 称稱 穏穩 窃竊 糧粮 縦縱
"""
VARIANTS = tuple(_WRITTEN.split())


def _table() -> dict[int, str]:
    table: dict[int, str] = {}
    for group in VARIANTS:
        plain = group[0]
        for variant in group[1:]:
            if variant != plain:
                table.setdefault(ord(variant), plain)
    # A plain shape that is itself folded further would make the answer depend on the order of reading.
    return {code: _last(table, plain) for code, plain in table.items()}


def _last(table: dict[int, str], plain: str) -> str:
    seen = plain
    while ord(seen) in table:
        seen = table[ord(seen)]
    return seen


TABLE = _table()


def fold(text: str) -> str:
    """Return ``text`` with every known variant of a kanji in its everyday shape. Idempotent; other signs stay."""
    return text.translate(TABLE)


# 渡邉 has three ways, 齋藤 four, 髙嶋 eight: this many cover every family name with up to three such kanji.
MOST_SPELLINGS = 64


def spellings(text: str) -> list[str]:
    """Return ``text`` in every known combination of variants, itself first, at most ``MOST_SPELLINGS`` of them."""
    choices = [_SIBLINGS.get(sign, (sign,)) for sign in fold(text)]
    return list(dict.fromkeys([text, *islice(("".join(signs) for signs in product(*choices)), MOST_SPELLINGS)]))[
        :MOST_SPELLINGS
    ]


def _siblings() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code, plain in TABLE.items():
        found.setdefault(plain, [plain]).append(chr(code))
    return {plain: tuple(signs) for plain, signs in found.items()}


_SIBLINGS = _siblings()
