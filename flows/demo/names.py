"""The parts that the town's people's names are made of, and where they live.

Everybody is invented. A Chinese name is kept in characters and in the Latin letters
that the same person types into a web form; a western name is written one way.
"""

__all__ = [
    "CHINESE_FAMILIES",
    "CHINESE_GIVEN",
    "CITIES",
    "SYLLABLES",
    "TRADITIONAL",
    "WESTERN_FAMILIES",
    "WESTERN_GIVEN",
]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


CHINESE_FAMILIES: tuple[tuple[str, str], ...] = tuple(
    zip(
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余",
        _words(
            "Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He "
            "Lin Gao Luo Zheng Liang Xie Song Tang Xu Han Feng Deng Cao Peng Zeng "
            "Xiao Tian Dong Pan Yuan Cai Jiang Yu"
        ),
        strict=True,
    )
)

CHINESE_GIVEN: tuple[tuple[str, str, str], ...] = (
    ("秀英", "Xiuying", "female"),
    ("芳", "Fang", "female"),
    ("娜", "Na", "female"),
    ("敏", "Min", "female"),
    ("静", "Jing", "female"),
    ("丽", "Li", "female"),
    ("艳", "Yan", "female"),
    ("娟", "Juan", "female"),
    ("霞", "Xia", "female"),
    ("玉兰", "Yulan", "female"),
    ("桂英", "Guiying", "female"),
    ("雪梅", "Xuemei", "female"),
    ("雨桐", "Yutong", "female"),
    ("欣怡", "Xinyi", "female"),
    ("诗涵", "Shihan", "female"),
    ("梓萱", "Zixuan", "female"),
    ("佳怡", "Jiayi", "female"),
    ("思琪", "Siqi", "female"),
    ("婷婷", "Tingting", "female"),
    ("晓燕", "Xiaoyan", "female"),
    ("美玲", "Meiling", "female"),
    ("若曦", "Ruoxi", "female"),
    ("一诺", "Yinuo", "female"),
    ("语嫣", "Yuyan", "female"),
    ("春花", "Chunhua", "female"),
    ("文静", "Wenjing", "female"),
    ("伟", "Wei", "male"),
    ("强", "Qiang", "male"),
    ("磊", "Lei", "male"),
    ("军", "Jun", "male"),
    ("洋", "Yang", "male"),
    ("勇", "Yong", "male"),
    ("杰", "Jie", "male"),
    ("涛", "Tao", "male"),
    ("明", "Ming", "male"),
    ("超", "Chao", "male"),
    ("建国", "Jianguo", "male"),
    ("志强", "Zhiqiang", "male"),
    ("浩然", "Haoran", "male"),
    ("子轩", "Zixuan", "male"),
    ("宇航", "Yuhang", "male"),
    ("俊杰", "Junjie", "male"),
    ("天佑", "Tianyou", "male"),
    ("文博", "Wenbo", "male"),
    ("家豪", "Jiahao", "male"),
    ("晓东", "Xiaodong", "male"),
    ("国栋", "Guodong", "male"),
    ("思远", "Siyuan", "male"),
    ("一鸣", "Yiming", "male"),
    ("海涛", "Haitao", "male"),
    ("鹏飞", "Pengfei", "male"),
    ("睿", "Rui", "male"),
)

# A given name of two characters with its syllables apart.
SYLLABLES: dict[str, str] = {
    name.replace("-", "").capitalize(): name
    for name in _words(
        "Xiu-ying Yu-lan Gui-ying Xue-mei Yu-tong Xin-yi Shi-han Zi-xuan Jia-yi Si-qi "
        "Ting-ting Xiao-yan Mei-ling Ruo-xi Yi-nuo Yu-yan Chun-hua Wen-jing Jian-guo "
        "Zhi-qiang Hao-ran Yu-hang Jun-jie Tian-you Wen-bo Jia-hao Xiao-dong Guo-dong "
        "Si-yuan Yi-ming Hai-tao Peng-fei"
    )
}

# The simplified characters of the names above that are written otherwise elsewhere.
TRADITIONAL: dict[str, str] = dict(
    zip(
        "张刘陈杨黄赵吴孙马罗郑谢许韩冯邓萧蒋静丽艳兰诗晓语军强杰涛国东栋远鸣鹏飞轩伟",
        "張劉陳楊黃趙吳孫馬羅鄭謝許韓馮鄧蕭蔣靜麗艷蘭詩曉語軍強傑濤國東棟遠鳴鵬飛軒偉",
        strict=True,
    )
)

WESTERN_FAMILIES: tuple[str, ...] = _words(
    "Adler Bennett Carter Dupont Eriksen Fischer García Hughes Ivanova Jensen Keller "
    "Laurent Moreau Novak O'Connor Petrov Quinn Rossi Schmidt Taylor Ueda Vogel Walsh "
    "Young Zimmermann Okafor Silva Nguyen Park Müller Fraser Lindqvist Romano Hall "
    "Brooks Sato Singh Costa Janssen Murphy"
)

WESTERN_WOMEN = _words(
    "Alice Beatriz Clara Diana Emma Fiona Greta Hannah Irène Julia Katya Laura "
    "Mary-Ann Nora Olivia Paula Rosa Sophie Tessa Yuki"
)
WESTERN_MEN = _words(
    "Adam Bruno Colin David Erik Felix George Hugo Ivan Jakob Karl Leo Martin "
    "Noah Oliver Paul Rahul Simon Thomas Zacharie"
)
WESTERN_GIVEN: tuple[tuple[str, str], ...] = (
    *((name, "female") for name in WESTERN_WOMEN),
    *((name, "male") for name in WESTERN_MEN),
)

# city, province code as the web shop writes it, first four figures of the postcode
CITIES: tuple[tuple[str, str, str], ...] = (
    ("Shanghai", "SH", "2000"),
    ("Suzhou", "JS", "2150"),
    ("Hangzhou", "ZJ", "3100"),
    ("Nanjing", "JS", "2100"),
    ("Ningbo", "ZJ", "3150"),
    ("Wuxi", "JS", "2140"),
)
