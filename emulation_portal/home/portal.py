"""The help pages that every installation has, by what one does in the portal."""

from emulation_portal.core.helppages import HelpPage, register

register(
    HelpPage("bat-dau", "Bắt đầu sử dụng", "Đăng nhập, trang Việc cần làm, cách tìm kiếm."),
    HelpPage("chuyen-vien", "Chuyên viên Thi đua - Khen thưởng", "Nhập kế hoạch từ tệp, hoàn thiện, trình duyệt."),
    HelpPage("chanh-van-phong", "Chánh Văn phòng", "Rà soát, trình lãnh đạo, trả lại kèm lý do."),
    HelpPage("lanh-dao", "Lãnh đạo Liên minh", "Duyệt, trả lại, thu hồi."),
    HelpPage("van-thu", "Văn thư", "Cấp số, ghi sổ, in sổ văn bản đi, nhập lại văn bản đã ban hành."),
    HelpPage("don-vi", "Cán bộ và thủ trưởng đơn vị", "Đọc kế hoạch, tải văn bản, xem người của đơn vị mình."),
    HelpPage("ke-toan", "Kế toán", "Đọc kế hoạch và mức khen thưởng."),
    HelpPage("hoi-dong", "Hội đồng Thi đua - Khen thưởng", "Đọc kế hoạch đã ban hành, giữ an toàn tài khoản."),
    HelpPage("quan-tri", "Quản trị hệ thống", "Tài khoản, vai trò, đơn vị, người ký, thể thức văn bản."),
    HelpPage("kiem-tra", "Kiểm tra (giám sát)", "Nhật ký, sổ văn bản, tình trạng hệ thống."),
    HelpPage("khach", "Người đọc, cơ quan khác", "Đọc kế hoạch đã công khai, kiểm tra văn bản bằng mã hoặc tệp."),
)
