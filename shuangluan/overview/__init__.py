"""Pages that read several slices: 工作台, 数据总览, global search, own drafts, saved views, attachments."""
