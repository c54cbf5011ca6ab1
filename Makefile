# 双滦基层治理 — `make help` lists the targets.
SHELL := /bin/sh
VENV ?= .venv
PY := $(VENV)/bin/python
PORT ?= 8000
DATA_DIR ?= var
SYSTEM_PYTHON := $(shell for p in python3.11 python3.12 python3.13 python3; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
export PORT DATA_DIR

.PHONY: help run test check lock clean browser

help: ## 列出全部目标
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: $(VENV)/.run ## 准备数据库、装入演示数据、在 127.0.0.1:$PORT 启动，Ctrl-C 结束
	@sh deploy/run.sh $(PY)

test: $(VENV)/.dev browser ## 全部检查：ruff、mypy、pytest（SQLite 与 PostgreSQL、真实浏览器）
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: $(VENV)/.dev ## 只做静态检查
	$(PY) -m ruff check .
	$(PY) -m mypy

lock: ## 由 pyproject.toml 重写带哈希的依赖锁
	@sh deploy/lock.sh $(SYSTEM_PYTHON)

clean: ## 删去虚拟环境和缓存（不动数据）
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache

$(VENV)/bin/python:
	@test -n "$(SYSTEM_PYTHON)" || { echo "需要 Python 3.11 或更新版本，请先安装 python3.11 和 python3.11-venv"; exit 1; }
	$(SYSTEM_PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.lock | $(VENV)/bin/python
	$(PY) -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements/run.lock
	@touch $@

$(VENV)/.dev: requirements/dev.lock | $(VENV)/bin/python
	$(PY) -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements/dev.lock
	@touch $@ $(VENV)/.run

browser:
	@sh deploy/browser.sh
