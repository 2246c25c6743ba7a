"""The tables of the data package, column by column: the one place that says what each means.

`datapackage.json`, the data dictionary in `README.md`, the files' headers and `check` are all made from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from exports.labels import (
    DIMENSION_KINDS,
    KINDS,
    OUTCOMES,
    ROLES,
    RULES,
    RUN_STATES,
    STATUSES,
    VISIT_STATES,
    WIDE_STATUSES,
    Labels,
)
from exports.measures import DIMENSIONS, MEASURES


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `type` is Frictionless' (string, integer, number, boolean, date, datetime).

    `required`: never empty. `enum`: the only values, with their labels. `unit`: what a number counts.
    """

    name: str
    type: str
    vi: str
    en: str
    required: bool = False
    enum: Labels = field(default_factory=dict)
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `sheet` is its short Vietnamese title; `key` is unique; `refers`: columns, and whose key they are."""

    name: str
    sheet: str
    vi: str
    en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    refers: tuple[tuple[tuple[str, ...], str], ...] = ()


def _text(name: str, vi: str, en: str, *, required: bool = False, enum: Labels | None = None) -> Column:
    return Column(name, "string", vi, en, required, enum or {})


def _count(name: str, vi: str, en: str, unit: str, *, required: bool = True) -> Column:
    return Column(name, "integer", vi, en, required, unit=unit)


def _number(name: str, vi: str, en: str, unit: str, *, required: bool = True) -> Column:
    return Column(name, "number", vi, en, required, unit=unit)


def _time(name: str, vi: str, en: str, *, required: bool = True) -> Column:
    return Column(name, "datetime", vi, en, required)


def _day(name: str, vi: str, en: str, *, required: bool = False) -> Column:
    return Column(name, "date", vi, en, required)


RUN = _text("run_id", "Mã đợt thu thập", "Id of the run", required=True)
AUDIT = _text("audit_id", "Mã lần đánh giá", "Id of the audit", required=True)
PROVINCE = _text(
    "province", "Mã chữ của tỉnh, thành phố trong sổ đăng ký của đợt", "The province's slug in the run's registry",
    required=True,
)  # fmt: skip
CHECK = _text("check_id", "Mã tiêu chí kiểm tra", "Id of the check", required=True)
RUBRIC = _text("rubric", "Bộ tiêu chí chấm điểm", "Name of the rubric", required=True)
RUBRIC_VERSION = _text("rubric_version", "Phiên bản bộ tiêu chí", "Version of the rubric", required=True)
REGISTRY_VERSION = _text(
    "registry_version", "Phiên bản sổ đăng ký tỉnh, thành phố", "Version of the registry of provinces", required=True
)

TABLES = (
    Table(
        "runs",
        "Đợt thu thập",
        "Các đợt thu thập: mỗi dòng một đợt",
        "Runs: one row per crawl",
        (
            RUN,
            _text("kind", "Đủ mọi tỉnh (full) hay một số tỉnh (single)", "Every province, or those named",
                  required=True, enum=KINDS),
            _text("status", "Tình trạng; suspect: nghi lỗi mạng phía người thu thập, không dùng làm kết quả",
                  "State; suspect: a fault of the crawler's own network is likely, not to be used as a result",
                  required=True, enum=RUN_STATES),
            REGISTRY_VERSION,
            _text("registry_sha256", "SHA-256 của tệp sổ đăng ký", "SHA-256 of the registry's file", required=True),
            _time("started_at", "Thời điểm bắt đầu", "When it began"),
            _time("finished_at", "Thời điểm kết thúc", "When it ended; empty while it runs", required=False),
            _text("code_version", "Phiên bản phần mềm", "Version of the software", required=True),
            _text("user_agent", "Tên mà trình thu thập xưng", "What the crawler called itself"),
            _text("vantage", "Nơi thu thập (mạng, quốc gia)", "Where the crawl stood (network, country)"),
        ),
        ("run_id",),
    ),
    Table(
        "audits",
        "Lần đánh giá",
        "Các lần đánh giá: mỗi dòng một lần đánh giá dữ liệu của một đợt",
        "Audits: one row per judging of a run's captures",
        (
            RUN,
            AUDIT,
            _day("as_of", "Ngày đánh giá (giờ Việt Nam)", "The day that it judges for (Vietnam's time)", required=True),
            RUBRIC,
            RUBRIC_VERSION,
            _text("rubric_sha256", "SHA-256 của tệp bộ tiêu chí", "SHA-256 of the rubric's file"),
            _text("reader_version", "Phiên bản bộ đọc trang", "Version of the page reader"),
            _time("made_at", "Thời điểm đánh giá", "When it was made"),
        ),
        ("audit_id",),
        ((("run_id",), "runs"),),
    ),
    Table(
        "visits",
        "Lượt thăm",
        "Các lượt thăm cổng: mỗi dòng một lượt của một tỉnh trong một đợt; lượt hoàn tất mới nhất được tính",
        "Visits: one row per attempt at a province in a run; the newest complete attempt counts",
        (
            RUN,
            PROVINCE,
            _count("attempt", "Lượt thứ mấy", "Number of the attempt", "attempts"),
            _text("code", "Mã của Tổng cục Thống kê (không phải khóa: một số mã được dùng lại từ 7/2025)",
                  "General Statistics Office code (no key: some were reused in July 2025)"),
            _text("name", "Tên tỉnh, thành phố", "Name of the province", required=True),
            _text("portal_url", "Địa chỉ cổng thông tin điện tử", "Address of the portal", required=True),
            _text("visit_status", "Kết quả lượt thăm", "How the visit ended", required=True,
                  enum=VISIT_STATES),
            _count("pages_fetched", "Số trang đã tải", "Pages fetched", "pages"),
            _count("pages_rendered", "Số trang đã dựng bằng trình duyệt", "Pages rendered by a browser", "pages"),
            _count("requests", "Số yêu cầu HTTP đã gửi", "HTTP requests sent", "requests"),
            _count("bytes", "Số byte đã nhận trên đường truyền", "Bytes received on the wire", "bytes"),
            _time("started_at", "Thời điểm bắt đầu", "When it began"),
            _time("finished_at", "Thời điểm kết thúc", "When it ended; empty while it runs", required=False),
            _text("error", "Mã lý do nếu không hoàn tất", "Code of the reason where it is not done"),
        ),
        ("run_id", "province", "attempt"),
        ((("run_id",), "runs"),),
    ),
    Table(
        "findings",
        "Kết luận",
        "Kết luận: mỗi dòng một tỉnh và một tiêu chí kiểm tra",
        "Findings: one row per province and check",
        (
            RUN,
            AUDIT,
            PROVINCE,
            CHECK,
            _count("check_version", "Phiên bản tiêu chí kiểm tra", "Version of the check", "versions"),
            _text("status", "Kết luận có hiệu lực (của người thẩm định nếu có); unknown là không xác định",
                  "The answer that stands (the review's where there is one); unknown is not fail",
                  required=True, enum=STATUSES),
            _text("machine_status", "Kết luận của máy", "The machine's answer", required=True, enum=STATUSES),
            _text("review_id", "Mã thẩm định, nếu có", "Id of the review, where one stands"),
            _text("value", "Giá trị đo được: ngày ISO, số, tỷ lệ, nhãn, địa chỉ, hoặc cặp khóa=giá trị",
                  "What was measured: ISO date, number, share, label, URL or key=value pairs"),
            _text("unit", "Đơn vị của giá trị: date, count, share, days, ms, label, url, pairs; n= là cỡ mẫu",
                  "Unit of the value: date, count, share, days, ms, label, url, pairs; n= is the sample's size"),
            _text("reason", "Mã lý do", "Code of why"),
            _number("confidence", "Độ chính xác đo trên tập nhãn; trống khi chưa đủ 20 trường hợp",
                    "Precision measured on labelled sets; empty until 20 cases exist", "share 0 to 1", required=False),
            _time("observed_at", "Thời điểm quan sát", "When it was observed", required=False),
            _text("law", "Quy định áp dụng vào ngày đánh giá", "The rule that applied on the day"),
            _text("evidence_url", "Địa chỉ của bằng chứng đầu tiên", "Address of the first supporting evidence"),
            _text("evidence_sha256", "SHA-256 của nội dung bằng chứng", "SHA-256 of that evidence's body"),
            _text("evidence_locator", "Vị trí (bộ chọn CSS, trang PDF)", "Place in it (CSS selector, PDF page)"),
            _text("evidence_quote", "Trích dẫn nguyên văn; […] là phần lược bỏ", "The words; […] marks what was cut"),
        ),
        ("audit_id", "province", "check_id"),
        ((("run_id",), "runs"), (("audit_id",), "audits")),
    ),
    Table(
        "evidence",
        "Bằng chứng",
        "Bằng chứng của từng kết luận: mỗi dòng một trang đã đọc",
        "Evidence: one row per page that a finding rests on or looked at",
        (
            RUN,
            AUDIT,
            PROVINCE,
            CHECK,
            _count("n", "Số thứ tự trong kết luận", "Number within the finding", "order"),
            _text("role", "supports: làm căn cứ; looked_at: đã xem",
                  "supports bears the verdict, looked_at was read for it",
                  required=True, enum=ROLES),
            _text("url", "Địa chỉ", "Address"),
            _time("captured_at", "Thời điểm lưu", "When it was captured"),
            _text("sha256", "SHA-256 của nội dung", "SHA-256 of the body"),
            _text("locator", "Vị trí trong trang", "Place in it"),
            _text("quote", "Trích dẫn nguyên văn; […] là phần lược bỏ", "The words; […] marks what was cut"),
        ),
        ("audit_id", "province", "check_id", "n"),
        ((("audit_id", "province", "check_id"), "findings"),),
    ),
    Table(
        "scores",
        "Điểm",
        "Điểm: mỗi dòng một tỉnh và một chiều đo, là một khoảng từ low đến high",
        "Scores: one row per province and dimension, an interval from low to high",
        (
            RUN,
            AUDIT,
            PROVINCE,
            RUBRIC,
            RUBRIC_VERSION,
            _text("dimension", "Tiêu chí, thành phần hoặc tổng", "Criterion, component or total", required=True),
            _text("dimension_kind", "Loại chiều đo", "Kind of dimension", required=True,
                  enum=DIMENSION_KINDS),
            _number("score", "Điểm tính trên phần đã biết; trống khi coverage dưới 0,6",
                    "Score over what is known; empty where coverage is below 0.6", "points", required=False),
            _number("low", "Điểm thấp nhất: mọi unknown tính 0", "Lowest: every unknown counts as 0", "points"),
            _number("high", "Điểm cao nhất: mọi unknown tính đủ", "Highest: every unknown counts in full", "points"),
            _number("max", "Điểm tối đa", "Full points", "points"),
            _number("coverage", "Phần trọng số đã biết", "Known share of the weight", "share 0 to 1"),
            _count("rank_best", "Hạng tốt nhất có thể; chỉ có ở đợt đủ mọi tỉnh", "Best possible rank; full runs only",
                   "rank", required=False),
            _count("rank_worst", "Hạng kém nhất có thể", "Worst possible rank; full runs only", "rank", required=False),
        ),
        ("audit_id", "province", "dimension", "dimension_kind"),
        ((("run_id",), "runs"), (("audit_id",), "audits")),
    ),
    Table(
        "indicators",
        "Chỉ số",
        "Chỉ số: mỗi dòng một chỉ số của bộ tiêu chí áp dụng cho một tỉnh",
        "Indicators: one row per line of the rubric and province",
        (
            RUN,
            AUDIT,
            PROVINCE,
            RUBRIC,
            _text("indicator", "Mã chỉ số", "Id of the indicator", required=True),
            _text("dimension", "Tiêu chí hoặc thành phần mà chỉ số thuộc về", "The dimension that it counts towards",
                  required=True),
            _number("weight", "Trọng số", "Weight", "points"),
            _number("credit", "Phần được tính; trống khi không biết", "Credit; empty where nothing is known",
                    "share 0 to 1", required=False),
            _text("check_id", "Tiêu chí kiểm tra cấp điểm, nếu có", "The check that it takes its credit from, if any"),
            _text("external_id", "Số liệu bên ngoài cấp điểm, nếu có", "The external figure it takes it from, if any"),
            _text("status", "Kết luận hoặc tình trạng số liệu", "The finding's or the figure's status"),
        ),
        ("audit_id", "province", "indicator", "dimension"),
        ((("run_id",), "runs"), (("audit_id",), "audits")),
    ),
    Table(
        "feedback_items",
        "Phản ánh, kiến nghị",
        "Phản ánh, kiến nghị, câu hỏi được công khai: mỗi dòng một mục, không có thông tin người gửi",
        "Published feedback: one row per listed item, without a word of who asked",
        (
            RUN,
            AUDIT,
            PROVINCE,
            _text("url", "Địa chỉ", "Address"),
            _day("asked_on", "Ngày gửi (giờ Việt Nam)", "Day asked (Vietnam's time)"),
            _day("answered_on", "Ngày trả lời", "Day answered"),
            _day("due_on", "Hạn xử lý", "Deadline"),
            _text("stage", "Trạng thái xử lý như cổng ghi", "Processing state as the portal has it"),
            _text("agency", "Cơ quan xử lý", "Agency in charge"),
            Column("is_test", "boolean", "Là mục thử hệ thống", "Whether it only tests the system", True),
            _text("title_sha256", "SHA-256 của tiêu đề (thay cho tiêu đề)", "SHA-256 of the title, in its place",
                  required=True),
        ),
        (),
        ((("run_id",), "runs"), (("audit_id",), "audits")),
    ),
    Table(
        "reviews",
        "Thẩm định",
        "Thẩm định của người đánh giá",
        "Reviews: auditors' verdicts over the machine's",
        (
            _text("review_id", "Mã thẩm định", "Id of the review", required=True),
            RUN,
            PROVINCE,
            CHECK,
            _text("status", "Kết luận", "The verdict", required=True, enum=STATUSES),
            _text("why", "Lý do", "Why", required=True),
            _text("by", "Người thẩm định", "By whom", required=True),
            _time("made_at", "Thời điểm thẩm định", "When it was made"),
            _text("evidence_url", "Địa chỉ bằng chứng", "Address of the evidence"),
            _day("valid_until", "Có hiệu lực đến", "Last day that it stands"),
        ),
        ("review_id",),
        ((("run_id",), "runs"),),
    ),
    Table(
        "external_figures",
        "Số liệu bên ngoài",
        "Số liệu của các chỉ số khác, theo năm",
        "Figures of other published indices, by year",
        (
            _text("external_id", "Mã số liệu", "Id of the figure", required=True),
            _text("index", "Chỉ số", "The index", required=True),
            _count("year", "Năm", "Year", "year"),
            PROVINCE,
            REGISTRY_VERSION,
            _number("value", "Giá trị", "Value", "see unit"),
            _text("unit", "Đơn vị", "Unit"),
            _text("source", "Nguồn", "Source", required=True),
        ),
        ("external_id", "year", "province", "registry_version"),
    ),
    Table(
        "captures",
        "Trang đã lưu",
        "Mọi yêu cầu và trang đã lưu của mọi lượt thăm: mỗi dòng một bản ghi trong kho lưu trữ WARC",
        "Captures of every attempt: one row per request or rendered page, each a record of the WARC archive",
        (
            RUN,
            PROVINCE,
            _text("url", "Địa chỉ đã yêu cầu", "Address asked for"),
            _text("final_url", "Địa chỉ cuối sau chuyển hướng", "Where the chain of redirects ended"),
            _time("fetched_at", "Thời điểm tải", "When it was fetched"),
            _text("outcome", "Kết quả yêu cầu", "How the request ended", required=True, enum=OUTCOMES),
            _count("http_status", "Mã trạng thái HTTP", "HTTP status", "code", required=False),
            _text("media_type", "Kiểu nội dung được khai", "Declared media type"),
            _count("bytes", "Kích thước nội dung sau giải nén", "Size of the body after decoding", "bytes"),
            _text("sha256", "SHA-256 của nội dung sau giải nén", "SHA-256 of the decoded body", required=True),
            Column("rendered", "boolean", "Do trình duyệt dựng", "Whether a browser made it", True),
            _count("depth", "Số lần bấm từ trang chủ", "Clicks from the home page", "clicks"),
            _text("topic", "Chủ đề của đường dẫn", "Topic of the link that led there"),
            _number("quality", "Mức tin cậy của bản đọc; trống khi chưa đọc",
                    "How far it may carry a verdict; empty where it was not read", "share 0 to 1", required=False),
            _text("warc_file", "Tệp WARC, tính từ thư mục archive", "WARC file, relative to the archive folder",
                  required=True),
            _count("warc_offset", "Vị trí byte của bản ghi", "First byte of its record", "bytes"),
        ),
        ("warc_file", "warc_offset"),
        ((("run_id",), "runs"),),
    ),
    Table(
        "aggregates",
        "Tổng hợp",
        "Tổng hợp cả nước: bao nhiêu tỉnh đạt; chỉ có ở đợt đủ mọi tỉnh",
        "Aggregates: how many provinces fulfil a measure; full runs only",
        (
            RUN,
            AUDIT,
            _text("measure", "Điều được đếm", "What is counted", required=True),
            _text("rule", "pass: đạt; not_fail: không trượt", "What counts as yes", required=True,
                  enum=RULES),
            _count("yes", "Số tỉnh đạt", "Provinces that do", "provinces"),
            _count("no", "Số tỉnh không đạt", "Provinces that do not", "provinces"),
            _count("unknown", "Số tỉnh không xác định", "Provinces of which it is not known", "provinces"),
            _count("of", "Tổng số tỉnh", "Provinces in all", "provinces"),
        ),
        ("audit_id", "measure", "rule"),
        ((("run_id",), "runs"), (("audit_id",), "audits")),
    ),
)  # fmt: skip


def _wide() -> Table:
    columns = [RUN, AUDIT, PROVINCE, REGISTRY_VERSION]
    for check_id, m in MEASURES.items():
        name = check_id.replace(".", "_")
        columns += [
            _text(f"{name}_status", f"{m.vi}: kết luận", f"{m.en}: status", enum=WIDE_STATUSES),
            _number(f"{name}_credit", f"{m.vi}: phần được tính; trống khi không xác định hoặc không áp dụng",
                    f"{m.en}: credit; empty where unknown or not applicable", "share 0 to 1", required=False),
            _text(f"{name}_value", f"{m.vi}: giá trị đo được", f"{m.en}: what was measured"),
        ]  # fmt: skip
    for dimension, (vi, en) in DIMENSIONS.items():
        columns += [
            _number(f"{dimension}_score", f"{vi}: điểm; trống khi coverage dưới 0,6",
                    f"{en}: score; empty where coverage is below 0.6", "points", required=False),
            _number(f"{dimension}_low", f"{vi}: điểm thấp nhất", f"{en}: lowest", "points", required=False),
            _number(f"{dimension}_high", f"{vi}: điểm cao nhất", f"{en}: highest", "points", required=False),
        ]  # fmt: skip
    return Table(
        "wide",
        "Bảng rộng",
        "Bảng rộng để chấm điểm: mỗi dòng một tỉnh trong một lần đánh giá, mỗi tiêu chí kiểm tra ba cột",
        "Wide table for scoring: one row per province and audit, three columns per check and per dimension",
        tuple(columns),
        ("audit_id", "province"),
        ((("run_id",), "runs"), (("audit_id",), "audits")),
    )


WIDE = _wide()
BRIDGE = Table(
    "bridge",
    "Cầu nối tỉnh cũ, mới",
    "Cầu nối giữa các sổ đăng ký: tỉnh mới được sáp nhập từ những tỉnh cũ nào (63 tỉnh trước 7/2025, 34 tỉnh sau đó)",
    "Bridge between registries: which provinces each was merged from (63 before July 2025, 34 since)",
    (
        REGISTRY_VERSION,
        PROVINCE,
        _text("name", "Tên tỉnh, thành phố", "Name of the province", required=True),
        _text(
            "from_registry_version", "Phiên bản sổ đăng ký của tỉnh cũ", "Registry of the predecessor", required=True
        ),
        _text("from_province", "Mã chữ của tỉnh cũ", "The predecessor's slug", required=True),
    ),
    ("registry_version", "province", "from_registry_version", "from_province"),
)

# The documented tables, then what is derived from them for convenience.
ALL = (*TABLES, WIDE, BRIDGE)
BY_NAME = {table.name: table for table in ALL}
