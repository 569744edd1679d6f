"""What the main sections of a plan are about: guessed from their titles, and in their usual order."""

from emulation_portal.core.vietnamese import fold

from .enums import Topic

# Words by which the topic of a main section is guessed; folded. The user corrects what is wrong.
_TOPIC_WORDS = (
    (Topic.OBJECTIVES, ("muc dich", "muc tieu")),
    (Topic.CRITERIA, ("tieu chi", "chi tieu")),
    (Topic.REWARDS, ("khen thuong",)),
    (Topic.SCHEDULE, ("thoi gian", "tien do", "cac buoc")),
    (Topic.MEASURES, ("to chuc thuc hien", "giai phap", "bien phap", "trien khai thuc hien")),
    (Topic.CONTENT, ("noi dung",)),
)
STANDARD: tuple[tuple[str, str], ...] = (
    (Topic.OBJECTIVES, "MỤC ĐÍCH, YÊU CẦU"),
    (Topic.CONTENT, "NỘI DUNG THI ĐUA"),
    (Topic.CRITERIA, "TIÊU CHÍ, CHỈ TIÊU"),
    (Topic.REWARDS, "KHEN THƯỞNG"),
    (Topic.SCHEDULE, "THỜI GIAN, TIẾN ĐỘ"),
    (Topic.MEASURES, "TỔ CHỨC THỰC HIỆN"),
)


def guess_topic(title: str) -> Topic:
    """Return what a main section is about, from its title."""
    text = fold(title)
    if text.strip(" .:;*") == "yeu cau":  # I. MỤC ĐÍCH, II. YÊU CẦU: two sections on one topic
        return Topic.OBJECTIVES
    if "noi dung" in text and ("tieu chi" in text or "chi tieu" in text):
        return Topic.CONTENT_CRITERIA
    return next((topic for topic, words in _TOPIC_WORDS if any(word in text for word in words)), Topic.OTHER)


def topics_of(topic: str) -> tuple[str, ...]:
    """Return the topics that a section counts for: one on content and criteria stands for both."""
    return (topic, Topic.CONTENT, Topic.CRITERIA) if topic == Topic.CONTENT_CRITERIA else (topic,)
