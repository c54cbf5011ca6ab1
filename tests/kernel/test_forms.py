"""What forms are drawn with."""

import pytest
from markupsafe import Markup
from wtforms import Form, SelectField, StringField, widgets
from wtforms.fields.choices import SelectChoice

from shuangluan.kernel.forms import attributes


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"name": "q", "id": "f", "class_": "in", "required": True, "disabled": False},
        {"data_x_y": "1", "aria_label": "甲", "data-z": 3, "value": "a \"b\" <c> & 'd'"},
        {"value": Markup('&lt;"'), "title": None},
    ],
)
def test_attributes_are_written_as_wtforms_writes_them(given):
    assert attributes(**given) == widgets.html_params(**given)


def test_every_widget_writes_them_so():
    class Two(Form):
        text = StringField("甲")
        choice = SelectField("乙", choices=[SelectChoice("1", "一"), SelectChoice("2", "二")])

    form = Two(data={"text": '"<', "choice": "2"})
    assert form.text(class_="in") == '<input class="in" id="text" name="text" type="text" value="&#34;&lt;">'
    assert '<option selected value="2">二</option>' in form.choice()
