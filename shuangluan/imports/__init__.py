"""导入: a workbook on its way into a register, from the upload to the last look back."""
