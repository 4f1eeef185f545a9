"""The official words that the sheets use for the codes of the latent state."""

from __future__ import annotations

RELATIONS = ("户主", "配偶", "子女", "儿媳或女婿", "孙子女", "父母", "兄弟姐妹")
STAGES = ("非在校生", "学前教育", "小学", "初中", "高中", "中职", "大专及以上")
ATTAINED = ("文盲或半文盲", "文盲或半文盲", "小学", "初中", "高中", "高中", "大专及以上")
LABOUR = ("普通劳动力", "技能劳动力", "弱劳动力或半劳动力", "丧失劳动力", "无劳动力")
DISABILITIES = ("视力", "听力", "言语", "肢体", "智力", "精神", "多重")
GRADES = ("一级", "二级", "三级", "四级")
RISKS = (
    "因病", "因残", "因学", "因自然灾害", "因意外事故", "因产业项目失败", "因务工就业不稳", "缺劳动力", "因安全住房", "因安全饮水",
)  # fmt: skip
HOUSE_GRADES = ("A", "B", "C", "D")
