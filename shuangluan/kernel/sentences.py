"""What the kernel's own actions are called in a timeline and in the log."""

SENTENCES: dict[str, str] = {
    "kernel.person.added": "登记了人员",
    "kernel.account.opened": "开通了账号",
    "kernel.role.granted": "授予了角色",
    "kernel.compound.added": "登记了小区",
    "kernel.building.added": "登记了楼栋",
    "kernel.grid.drawn": "划定了网格",
    "kernel.organisation.added": "登记了单位",
    "kernel.compound_service.begun": "登记了物业服务",
    "kernel.team.founded": "组建了队伍",
    "kernel.site.marked": "装入了演示数据",
    "kernel.scheme.drafted": "起草了规则",
    "kernel.scheme.published": "发布了规则",
    "kernel.saved_view.added": "存了一个视图",
    "kernel.saved_view.removed": "去掉了一个视图",
    "kernel.calendar.imported": "导入了工作日历",
    "kernel.attachment.added": "上传了附件",
    "kernel.access.refused": "访问被拒绝",
}
