"""How each table's rows came about, and how someone else can verify them: (Vietnamese, English)."""

from __future__ import annotations

Words = tuple[str, str]

HOW: dict[str, tuple[Words, Words]] = {
    "runs": (
        ("Ghi khi bắt đầu và kết thúc mỗi đợt thu thập", "Recorded when a crawl begins and ends"),
        (
            "So registry_sha256 với tệp sổ đăng ký: sha256sum",
            "Compare registry_sha256 with the registry's file: sha256sum",
        ),
    ),
    "audits": (
        (
            "Ghi khi đánh giá dữ liệu đã lưu; cùng dữ liệu, cùng as_of cho cùng kết quả",
            "Recorded when captures are judged; the same captures and as_of give the same findings",
        ),
        ("Đánh giá lại: portal-audit audit RUN --as-of NGÀY", "Judge again: portal-audit audit RUN --as-of DATE"),
    ),
    "visits": (
        ("Trình thu thập đếm trong lượt thăm", "Counted by the crawler during the visit"),
        ("Đếm lại các dòng của bảng captures", "Recount the rows of captures"),
    ),
    "findings": (
        (
            "Quy tắc của từng tiêu chí áp dụng lên các trang đã lưu; thiếu dữ liệu thì unknown, không phải fail",
            "Each check's rule applied to the captures; where something could not be read: unknown, not fail",
        ),
        (
            "Mở evidence_url hoặc bản lưu có evidence_sha256, tìm evidence_quote; xem mục Tiêu chí kiểm tra",
            "Open evidence_url, or the capture of evidence_sha256, and find evidence_quote; see the section Checks",
        ),
    ),
    "evidence": (
        ("Trang mà kết luận dựa vào hoặc đã xem", "Pages that a finding rests on or looked at"),
        ("So sha256 với nội dung bản lưu WARC", "Compare sha256 with the WARC record's body"),
    ),
    "scores": (
        (
            "Trung bình có trọng số các chỉ số đã biết; low coi mọi unknown là 0, high coi là đủ",
            "Weighted mean of known indicators; low counts every unknown as 0, high in full",
        ),
        (
            "Tính lại từ bảng indicators: max * tổng(weight*credit) / tổng(weight), bỏ not_applicable",
            "Recompute from indicators: max * sum(weight*credit) / sum(weight), without not_applicable",
        ),
    ),
    "indicators": (
        ("pass 1, partial 0,5, fail 0; unknown để trống", "pass 1, partial 0.5, fail 0; empty where unknown"),
        ("Nối với findings theo audit_id, province, check_id", "Join findings on audit_id, province, check_id"),
    ),
    "feedback_items": (
        (
            "Đọc từ danh sách phản ánh công khai; không giữ thông tin người gửi",
            "Read from public lists; nothing of the sender is kept",
        ),
        ("Mở url; SHA-256 của tiêu đề phải bằng title_sha256", "Open url; the title's SHA-256 is title_sha256"),
    ),
    "reviews": (
        ("Người thẩm định ghi, đè lên kết luận của máy", "Written by auditors, over the machine's verdict"),
        ("Mở evidence_url và đọc why", "Open evidence_url and read why"),
    ),
    "external_figures": (
        ("Nhập từ nguồn đã công bố", "Imported from published sources"),
        ("Mở source", "Open source"),
    ),
    "captures": (
        (
            "Mỗi trả lời HTTP hoặc trang đã dựng được lưu nguyên trong WARC",
            "Each answer or rendered page, kept as it came in WARC",
        ),
        (
            "Đọc WARC tại warc_file, warc_offset và so sha256",
            "Read the WARC at warc_file, warc_offset and compare sha256",
        ),
    ),
    "aggregates": (
        ("Đếm các kết luận có hiệu lực của mọi tỉnh", "Counts the standing findings of all provinces"),
        ("Đếm lại status trong findings theo check_id", "Recount status in findings by check_id"),
    ),
    "wide": (
        ("Xếp lại findings và scores thành một dòng mỗi tỉnh", "findings and scores, arranged as one row per province"),
        ("So với findings và scores", "Compare with findings and scores"),
    ),
    "bridge": (
        ("Chép từ merged_from của sổ đăng ký đi kèm phần mềm", "Copied from merged_from of the registries that ship"),
        ("So với nghị quyết sáp nhập tỉnh", "Compare with the resolutions on the mergers"),
    ),
}
