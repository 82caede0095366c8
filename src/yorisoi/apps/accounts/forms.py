"""The owner's preferences as a form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from yorisoi.apps.accounts import endpoint
from yorisoi.apps.accounts.models import Preferences, SecondOpinion
from yorisoi.core.coach import rules

MOST_A_DAY = 10  # more than this is a call list, not a day with people in it
MOST_A_WEEK = 50
LONGEST_NAME = 80  # characters of a name in a talk history
MOST_NAMES = 20


class PreferencesForm(forms.ModelForm):
    """Attention, the writing desk, and what an import keeps."""

    suggestions_per_day = forms.IntegerField(
        label="一日に思い出す人数",
        min_value=0,
        max_value=MOST_A_DAY,
        help_text="はじめは2人。0にすると、おすすめは出ません。",
    )
    suggestions_per_week = forms.IntegerField(
        label="一週間では", min_value=0, max_value=MOST_A_WEEK, help_text="はじめは8人。"
    )
    rules_off = forms.MultipleChoiceField(
        label="休ませておく指摘",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="印をつけた指摘は、書き机で表示しません。法律にかかわる注意だけは、休ませても表示します。",
    )
    my_names = forms.CharField(
        label="トーク履歴でのお名前",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="LINEなどの履歴に、ご自分の名前として出てくるものを、一行にひとつずつ。",
    )

    class Meta:
        model = Preferences
        fields = [
            "suggestions_per_day",
            "suggestions_per_week",
            "comfort",
            "own_news",
            "product",
            "mode",
            "rules_off",
            "my_names",
            "keep_bodies",
            "offline_reading",
        ]
        labels = {
            "comfort": "みなさんとの間合い",
            "own_news": "近況をひとこと",
            "product": "扱っているもの",
            "mode": "書くときの決まり",
            "keep_bodies": "取り込むとき、本文も残す",
            "offline_reading": "電波のないところでも今日を読む",
        }
        help_texts = {
            "own_news": "親しい方への「近況のおすそわけ」に使います。なければ空のままで。",
            "product": "商品やサービスの名前。売り込みに聞こえる書き方を、文章コーチがそっとお知らせします。",
            "mode": "守るべき決まりがある場合に選びます。",
            "keep_bodies": "印をつけなければ、日時と字数だけを残し、本文は取り込みません。",
            "offline_reading": "開いた「今日」と「会の前に」のページだけを、この端末に写しておきます。印を外すと、写しは消えます。",
        }
        widgets = {"mode": forms.RadioSelect, "comfort": forms.RadioSelect(attrs={"class": "segments"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Iterable[tuple[str, str]] = [(rule.id, rule.name) for rule in rules()]
        self.fields["rules_off"].choices = choices  # type: ignore[attr-defined]
        self.fields["comfort"].required = False
        self.initial["my_names"] = "\n".join(self.instance.my_names or [])
        known = {key for key, _ in choices}
        self.initial["rules_off"] = [rule for rule in self.instance.rules_off or [] if rule in known]

    def clean_comfort(self) -> str:
        """Not chosen is not changed."""
        return str(self.cleaned_data["comfort"] or self.initial["comfort"])

    def clean_my_names(self) -> list[str]:
        """One name a line, each once."""
        names = list(dict.fromkeys(" ".join(line.split()) for line in self.cleaned_data["my_names"].splitlines()))
        names = [name for name in names if name]
        if len(names) > MOST_NAMES or any(len(name) > LONGEST_NAME for name in names):
            raise forms.ValidationError(f"お名前は{MOST_NAMES}個まで、ひとつ{LONGEST_NAME}字までにしてください。")
        return names


class SecondOpinionForm(forms.ModelForm):
    """Where drafts may be read outside. The key goes in and never comes out again."""

    key = forms.RegexField(
        r"^[\x21-\x7e]*$",  # what may stand in a header of HTTP, and cannot begin another
        label="鍵(APIキー)",
        required=False,
        max_length=500,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"invalid": "鍵は、空白のない英数字と記号で入れてください。"},
    )

    class Meta:
        model = SecondOpinion
        fields = ["address", "model", "key"]
        help_texts = {
            "address": "OpenAI互換のアドレス。たとえば https://api.example.com/v1 や、お手元で動かす http://localhost:11434/v1 など。",
            "model": "その先で使うモデルの名前。",
        }
        widgets = {
            "address": forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
            "model": forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "opinion_%s")
        super().__init__(*args, **kwargs)
        self.initial.pop("key", None)
        kept = bool(self.instance.key)
        self.fields["key"].help_text = (
            "いまの鍵をお預かりしています。入れかえるときだけ入れてください。アドレスを変えたときは、もう一度お願いします。"
            if kept
            else "お手元で動かすものなど、鍵がいらなければ空のままで。"
        )

    def clean_address(self) -> str:
        """An address drafts may be sent to, see ``endpoint``."""
        address = str(self.cleaned_data["address"]).strip()
        try:
            endpoint.place(address)
        except endpoint.RefusedAddressError as error:
            raise forms.ValidationError(str(error)) from error
        return address
