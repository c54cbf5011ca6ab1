"""What is typed to sign in and to change one's password."""

from typing import Any

from wtforms import Field, StringField
from wtforms.validators import EqualTo, InputRequired
from wtforms.widgets import PasswordInput

from shuangluan.auth import rules
from shuangluan.kernel.forms import BaseForm


class SecretField(Field):
    """A password: taken as it was typed, for blanks may belong to it, and never shown again."""

    widget = PasswordInput()
    data: str

    def process_formdata(self, valuelist: list[Any]) -> None:
        """The first value; a repeated field is no second try."""
        self.data = str(valuelist[0]) if valuelist else ""

    def _value(self) -> str:
        return ""


class SignInForm(BaseForm):
    """登录"""

    username = StringField(
        "用户名",
        [InputRequired("填用户名")],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = SecretField("密码", [InputRequired("填密码")], render_kw={"autocomplete": "current-password"})


class PasswordForm(BaseForm):
    """改密码"""

    password = SecretField("当前密码", [InputRequired("填当前密码")], render_kw={"autocomplete": "current-password"})
    new_password = SecretField("新密码", [InputRequired("填新密码")], render_kw={"autocomplete": "new-password"})
    repeated = SecretField(
        "再填一次新密码",
        [InputRequired("把新密码再填一次"), EqualTo("new_password", "和上面填的新密码不一样，再填一次")],
        render_kw={"autocomplete": "new-password"},
    )


NEW_PASSWORD_HINT = (
    f"{rules.MIN_LENGTH} 到 {rules.MAX_LENGTH} 个字符；大写字母、小写字母、数字、其他字符至少用 {rules.KINDS_NEEDED}"
    f" 种，或者写满 {rules.PHRASE_LENGTH} 个字符。不要带用户名、单位和地方的名字"
)
