"""What is put on one sheet of paper, or into a report: 一页纸, paragraphs, 工作提示单."""
