"""A promotion batch from the first click to the worker who reads her new grade, by four accounts, without scripts."""

from typing import Any

from shuangluan.kernel import clock
from tests import build
from tests.workforce.people import a_worker

NUMBER = "双人社〔2026〕8号"


def test_wf_45_four_accounts_and_the_worker(site: Any):
    a_worker(person=build.person("worker"), ratings=("合格",) * 6)
    a_worker("李海燕", ratings=("合格",) * 5 + ("不合格",))
    site.sign_in("district_reviewer")
    batch = site.submit(site.get("/workforce/batches"), "form.form", effective_on="2026-01-01").location
    site.submit(site.get(batch), "form[action$='/review']")

    site.sign_in("street_staff")
    assert site.get("/").words("main .rows a.btn") == ["初审"]
    for name in ("演示社区工作者本人", "李海燕"):
        page = site.get(batch)
        row = next(tr for tr in page.soup.select("#review tbody tr[id]") if name in tr.text)
        assert site.submit(page, f"#{row['id']} form").status_code == 303

    site.sign_in("district_reviewer")
    site.submit(site.get(batch), "form[action$='/check']")
    for _ in range(2):
        page = site.get(batch)
        assert site.submit(page, "#review tbody form").status_code == 303
    answer = site.submit(site.get(f"{batch}/publication"), "form.asking")
    assert "到 2026-11-27 24:00" in site.get(answer.location).words("#toasts")[0]

    with clock.frozen(clock.from_wall(clock.wall(clock.now()).replace(day=28))):
        site.sign_in("district_approver")
        assert site.get("/").words("main .rows a.btn") == ["批准"]
        link = site.get(batch).soup.select_one("a[href$='/approval']")["href"]
        answer = site.submit(site.get(link), "form.asking", approval_no=NUMBER)
        assert site.get(answer.location).words("#toasts")[0].startswith("已批准，2 人")
        site.sign_in("worker")
        page = site.get("/workforce/me")
        assert "工作人员 13 级" in page.text
        assert "2025 年度考核合格，+1 级：12 → 13 级" in page.text
        assert NUMBER in page.text
        assert "下一级：2026 年度考核合格及以上，2027-01-01 起 14 级" in page.text
