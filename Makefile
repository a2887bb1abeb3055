# Every command we type. `make run` and `make test` are the two that outsiders need.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
XUNCHA_DATA ?= data
export XUNCHA_DATA

.PHONY: run test test-long check bench web lock clean

run: .venv/ready
	@$(BIN)/python -m api.start --port $(PORT)

.venv/ready: requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "需要 Python 3.11 或更新版本：请安装后再试，或用 PYTHON=… 指定。"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "缺少 Debian 软件包 python3-venv：请先 apt-get install python3-venv。"; exit 1; }
	@echo "正在准备运行环境（只在第一次，一分钟左右）…"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r requirements/run.txt || { echo "依赖没有装上：请看网络和 pip 的设置，再 make run 一次。"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/ready-test: .venv/ready requirements/test.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@

test: .venv/ready-test
	@sh tests/system-packages.sh
	@$(BIN)/python -m tests

test-long: .venv/ready-test
	@sh tests/system-packages.sh
	@$(BIN)/python -m tests.long

check: .venv/ready-test
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

bench: .venv/ready-test
	@$(BIN)/python -m bench

web:
	cd web && npm ci --no-audit --no-fund && npm run build

lock:
	$(PYTHON) -m venv build/lock && build/lock/bin/pip install --quiet uv==0.13.9
	build/lock/bin/uv pip compile -q --no-header --no-annotate --generate-hashes --no-emit-index-url --no-emit-find-links -p 3.11 pyproject.toml --group build -o requirements/run.txt
	build/lock/bin/uv pip compile -q --no-header --no-annotate --generate-hashes --no-emit-index-url --no-emit-find-links -p 3.11 pyproject.toml --group build --group test --group bench -o requirements/test.txt

clean:
	rm -rf build .venv
