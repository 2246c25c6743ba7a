"""The closed lists of the data package: each value with its label in Vietnamese and in English."""

from __future__ import annotations

from collections.abc import Mapping

Labels = Mapping[str, tuple[str, str]]

STATUSES: Labels = {
    "pass": ("đạt", "passed"),
    "partial": ("đạt một phần", "passed in part"),
    "fail": ("không đạt", "failed"),
    "unknown": ("không xác định", "not known"),
}
NOT_APPLICABLE = "not_applicable"
WIDE_STATUSES: Labels = {**STATUSES, NOT_APPLICABLE: ("không áp dụng", "not applicable")}
KINDS: Labels = {"full": ("đủ mọi tỉnh", "every province"), "single": ("một số tỉnh", "provinces named")}
RUN_STATES: Labels = {
    "running": ("đang chạy", "running"),
    "done": ("hoàn tất", "done"),
    "interrupted": ("bị ngắt", "interrupted"),
    "suspect": ("nghi lỗi mạng phía người thu thập", "a fault of the crawler's own network is likely"),
}
VISIT_STATES: Labels = {
    "running": ("đang chạy", "running"),
    "done": ("hoàn tất", "done"),
    "partial": ("một phần: hết giờ hoặc hết số trang", "in part: time or pages ran out"),
    "unreachable": ("không truy cập được", "unreachable"),
    "blocked": ("bị chặn", "blocked"),
}
ROLES: Labels = {"supports": ("làm căn cứ", "bears the verdict"), "looked_at": ("đã xem", "was looked at")}
DIMENSION_KINDS: Labels = {
    "criterion": ("tiêu chí", "criterion"),
    "component": ("thành phần", "component"),
    "total": ("tổng", "total"),
}
RULES: Labels = {"pass": ("đếm tỉnh đạt", "counts passed"), "not_fail": ("đếm tỉnh không trượt", "counts not failed")}
BOOLEANS: Labels = {"false": ("không", "no"), "true": ("có", "yes")}
OUTCOMES: Labels = {
    "ok": ("có trả lời", "answered"),
    "dns": ("không phân giải được tên miền", "no such host"),
    "refused": ("từ chối kết nối", "connection refused"),
    "timeout": ("quá thời gian", "timed out"),
    "reset": ("ngắt kết nối giữa chừng", "connection reset"),
    "tls": ("lỗi chứng thư hoặc TLS", "TLS failed"),
    "protocol": ("trả lời sai giao thức HTTP", "not HTTP"),
    "http_4xx": ("lỗi HTTP 4xx", "HTTP 4xx"),
    "http_5xx": ("lỗi HTTP 5xx", "HTTP 5xx"),
    "rate_limited": ("bị giới hạn tần suất", "rate limited"),
    "robots": ("robots.txt không cho phép", "forbidden by robots.txt"),
    "too_large": ("quá lớn", "too large"),
    "not_allowed_address": ("địa chỉ mạng nội bộ, không truy cập", "address not allowed"),
    "redirect_loop": ("chuyển hướng vòng lặp", "redirect loop"),
    "out_of_scope": ("chuyển ra ngoài phạm vi của tỉnh", "left the province's hosts"),
    "not_in_archive": ("không có trong kho lưu trữ", "not in the archive"),
}
