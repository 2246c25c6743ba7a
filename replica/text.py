"""Vietnamese text for made-up pages: news, questions and answers, names. All of it is invented.

News speaks of no audited topic, so that what a portal offers is only what its facts say.
"""

from __future__ import annotations

import random
import unicodedata
import zlib
from collections.abc import Sequence
from datetime import date

NEWS_TITLES = (
    "{P} đẩy nhanh tiến độ các dự án đầu tư công năm 2022",
    "Khai mạc Tuần lễ văn hóa, thể thao {P} năm 2022",
    "Sản xuất vụ Đông Xuân ở {P} đạt kết quả tích cực",
    "Hội nghị tổng kết công tác quân sự, quốc phòng địa phương",
    "Lãnh đạo {k} kiểm tra tiến độ thi công tuyến đường ven sông",
    "{P} thu hút thêm ba dự án công nghiệp sạch trong quý I",
    "Trao tặng học bổng cho học sinh nghèo vượt khó",
    "Xây dựng nông thôn mới nâng cao: những cách làm sáng tạo",
    "Triển khai tiêm vắc xin phòng COVID-19 mũi 3 trên địa bàn {k}",
    "Chủ động phòng, chống hạn và xâm nhập mặn mùa khô 2022",
    "Ngành giáo dục chuẩn bị kỳ thi tốt nghiệp trung học phổ thông",
    "Du lịch {P} sẵn sàng mở cửa đón khách trở lại",
    "Giá cả hàng hóa ổn định, sức mua tăng nhẹ trong tháng 3",
    "Phát động Tết trồng cây đời đời nhớ ơn Bác Hồ",
    "Hợp tác xã kiểu mới nâng giá trị nông sản {P}",
    "Tập huấn kỹ năng chuyển đổi số cho cán bộ cơ sở",
    "{P} có thêm năm sản phẩm OCOP đạt bốn sao",
    "Khởi công nhà máy chế biến trái cây xuất khẩu",
    "Đại hội Thể dục thể thao {k} lần thứ IX diễn ra sôi nổi",
    "Kiểm tra an toàn hồ đập trước mùa mưa lũ",
    "Tuyên dương điển hình tiên tiến trong lao động sản xuất",
    "Nâng cấp quốc lộ qua địa bàn {k}: thông xe kỹ thuật hai cầu",
    "Bảo tồn và phát huy giá trị di sản văn hóa phi vật thể",
    "Thị trường lao động phục hồi, nhiều doanh nghiệp tuyển dụng",
    "Ra quân Tháng Thanh niên năm 2022 với nhiều công trình ý nghĩa",
    "Thăm, tặng quà gia đình chính sách nhân dịp ngày lễ",
    "Phòng cháy rừng: trực chiến 24/24 giờ tại các điểm nóng",
    "{P} xúc tiến thương mại với các địa phương trong vùng",
    "Bệnh viện đa khoa {k} đưa vào sử dụng khu điều trị mới",
    "Chăn nuôi an toàn sinh học: hướng đi bền vững",
    "Kỷ niệm ngày giải phóng quê hương",
    "Quy hoạch {k} thời kỳ 2021-2030, tầm nhìn đến năm 2050",
    "Giải đua thuyền truyền thống thu hút hàng nghìn khán giả",
    "Đưa điện lưới quốc gia đến các thôn vùng cao",
    "Tăng cường bảo đảm trật tự an toàn giao thông dịp cuối tuần",
    "Chợ đêm trung tâm: điểm hẹn mới của du khách",
)
SENTENCES = (
    "Theo báo cáo, trong quý I năm 2022 tổng sản phẩm trên địa bàn tăng {n},{d} % so với cùng kỳ năm trước.",
    "Dự buổi lễ có đại diện các sở, ban, ngành và đông đảo bà con các xã lân cận.",
    "Đến nay toàn {k} đã gieo trồng được hơn {m} héc-ta, đạt {n}{d} % kế hoạch.",
    "Các đơn vị thi công đã huy động thêm nhân lực, máy móc, tổ chức làm việc ba ca để bảo đảm tiến độ.",
    "Sản phẩm của {P} ngày càng được thị trường trong và ngoài nước ưa chuộng.",
    "Nhiều mô hình hay đã được nhân rộng, góp phần nâng cao thu nhập cho bà con nông dân.",
    "Chương trình thu hút hơn {m} lượt người tham gia trong ba ngày diễn ra.",
    "Phát biểu tại đây, đồng chí ghi nhận nỗ lực của các cấp, các ngành thời gian qua.",
    "Thời gian tới, {k} tập trung tháo gỡ khó khăn về mặt bằng, nguồn vật liệu và vốn đối ứng.",
    "Tổng mức đầu tư của dự án là {m} tỷ đồng, dự kiến hoàn thành trong năm 2023.",
    "Dịch bệnh cơ bản được khống chế, hoạt động sản xuất, kinh doanh trở lại bình thường.",
    "Thời tiết thuận lợi nên cây trồng sinh trưởng tốt, ít sâu bệnh.",
    "Ban tổ chức đã trao {n} giải Nhất, {d} giải Nhì và nhiều giải Ba cho các đội đoạt thành tích cao.",
    "Đây là hoạt động thường niên nhằm quảng bá hình ảnh quê hương, con người {P}.",
    "Hệ thống kênh mương được nạo vét, bảo đảm nước tưới cho vụ sau.",
    "Cùng ngày, đoàn công tác đã khảo sát thực địa tại một số xã vùng sâu, vùng xa.",
    "Hạ tầng giao thông được đầu tư đồng bộ, kết nối các khu công nghiệp với cảng và ga.",
    "Lực lượng chức năng túc trực tại các điểm trọng yếu, kịp thời xử lý các tình huống phát sinh.",
)
CITIZEN_NEWS = (
    "Tuyên dương 50 công dân tiêu biểu, gương người tốt việc tốt",
    "Hơn 600 nghìn thẻ căn cước công dân gắn chíp đã được trao",
    "Gặp mặt công dân ưu tú nhân dịp đầu xuân",
    "Giáo dục công dân trong nhà trường: đổi mới phương pháp",
)
QUESTIONS = (
    (
        "Ổ gà trên đường liên xã gây nguy hiểm",
        "Đoạn đường qua khu dân cư bị hư hỏng nặng, trời mưa không nhìn thấy hố.",
    ),
    (
        "Đèn chiếu sáng công cộng bị hỏng nhiều ngày",
        "Đèn đường trước cổng trường không sáng, các cháu đi học về rất tối.",
    ),
    ("Rác thải tồn đọng tại khu chợ", "Rác để ba ngày chưa thu gom, mùi hôi ảnh hưởng các hộ xung quanh."),
    ("Chậm cấp giấy chứng nhận quyền sử dụng đất", "Hồ sơ của gia đình tôi nộp đã quá hạn mà chưa có kết quả."),
    (
        "Chế độ hỗ trợ lao động bị ảnh hưởng bởi dịch",
        "Tôi nghỉ việc không lương từ tháng 8 thì có thuộc diện được hỗ trợ không?",
    ),
    ("Nước sinh hoạt yếu vào giờ cao điểm", "Khu phố tôi thường xuyên mất nước từ 17 giờ đến 20 giờ."),
    ("Giá kit test nhanh Covid-19 bán quá cao", "Hiệu thuốc gần nhà bán 150.000 đồng một kit, đề nghị kiểm tra."),
    ("Quán karaoke gây ồn sau 23 giờ", "Quán hát loa to đến khuya, người già trẻ nhỏ không ngủ được."),
    ("Hỏi về thẻ bảo hiểm y tế hộ gia đình", "Gia đình tôi có bốn người thì được giảm mức đóng như thế nào?"),
    ("Cây xanh có nguy cơ gãy đổ", "Cây phượng trước số nhà 25 bị mục gốc, rất nguy hiểm khi có gió to."),
    ("Xe tải chở đất rơi vãi làm bẩn đường", "Xe chạy cả ngày lẫn đêm, bụi mù mịt, dân rất khổ."),
    ("Thủ tục đăng ký tạm trú cho người thuê nhà", "Tôi thuê nhà ở phường khác thì nộp hồ sơ ở đâu, mất bao lâu?"),
    ("Lấn chiếm vỉa hè để kinh doanh", "Người đi bộ phải xuống lòng đường vì vỉa hè bị bày bán hàng."),
    ("Cống thoát nước bị tắc, ngập khi mưa", "Chỉ mưa 30 phút là nước tràn vào nhà."),
    ("Xét nghiệm PCR ở đâu để đi nước ngoài?", "Đề nghị cho biết các cơ sở được phép và mức phí."),
    ("Học sinh chuyển trường giữa năm học", "Con tôi học lớp 4 muốn chuyển về quê học thì cần giấy tờ gì?"),
)
ANSWERS = (
    "Nội dung ông/bà nêu đã được kiểm tra thực tế. Việc sửa chữa được làm ngay trong tuần.",
    "Qua rà soát, nội dung ông/bà nêu là có cơ sở. Kết quả hồ sơ được gửi đến nhà qua bưu điện.",
    "Theo quy định hiện hành, trường hợp của ông/bà thuộc diện được hưởng; đề nghị chuẩn bị giấy tờ theo mẫu kèm theo.",
    "Sự việc đã được lập biên bản, yêu cầu khắc phục ngay. Cảm ơn ông/bà đã quan tâm.",
    "Trường hợp này áp dụng mức giảm dần từ người thứ hai trở đi. Ông/bà xem thêm hướng dẫn đính kèm.",
)
TEST_TITLES = (
    "test",
    "Test phản ánh",
    "thử nghiệm",
    "abc",
    "asdf",
    "Kiểm tra hệ thống, thử nghiệm gửi tin",
    "test 123",
    "Thử nghiệm lần 2",
)
AGENCIES = (
    "Sở Xây dựng",
    "Sở Giao thông vận tải",
    "Sở Tài nguyên và Môi trường",
    "Sở Y tế",
    "Công an {k}",
    "Sở Lao động - Thương binh và Xã hội",
    "Bảo hiểm xã hội {k}",
    "Sở Giáo dục và Đào tạo",
    "UBND thành phố",
    "Công ty Cấp thoát nước",
)
FAMILY_NAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ")
GIVEN_NAMES = (
    "Văn Hùng",
    "Thị Lan",
    "Minh Tuấn",
    "Thị Hạnh",
    "Quốc Bảo",
    "Đức Thắng",
    "Thu Hà",
    "Thanh Sơn",
    "Ngọc Anh",
    "Xuân Trường",
)
WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")


def seeded(*parts: object) -> random.Random:
    """A random generator that is the same for the same words on every machine."""
    return random.Random(zlib.crc32("/".join(map(str, parts)).encode()))


def pick(options: Sequence[str], *parts: object) -> str:
    """One of the options, the same for the same words."""
    return options[zlib.crc32("/".join(map(str, parts)).encode()) % len(options)]


def slugify(text: str) -> str:
    """'Lịch tiếp công dân' -> 'lich-tiep-cong-dan', as portals write their addresses."""
    text = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    plain = "".join(c if c.isascii() and c.isalnum() else "-" for c in text if not unicodedata.combining(c))
    return "-".join(part for part in plain.lower().split("-") if part)


def person(*parts: object) -> str:
    """A made-up name."""
    rng = seeded("person", *parts)
    return f"{rng.choice(FAMILY_NAMES)} {rng.choice(GIVEN_NAMES)}"


def paragraphs(count: int, name: str, kind: str, *parts: object) -> list[str]:
    """So many paragraphs of news."""
    rng = seeded("text", name, *parts)
    out = []
    for _ in range(count):
        lines = rng.sample(SENTENCES, 4)
        out.append(
            " ".join(
                line.format(P=name, k=kind, n=rng.randint(3, 9), d=rng.randint(1, 9), m=rng.randint(120, 980))
                for line in lines
            )
        )
    return out


def d(day: date, pattern: str = "%d/%m/%Y") -> str:
    """A date as printed."""
    return day.strftime(pattern)


def weekday(day: date) -> str:
    """'Thứ năm' and so on."""
    return WEEKDAYS[day.weekday()]


def long_date(day: date) -> str:
    """'ngày 05 tháng 3 năm 2022': days padded, months from March on not, as clerks write."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"
