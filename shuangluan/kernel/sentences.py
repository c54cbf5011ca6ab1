"""What the kernel's own actions are called in a timeline and in the log, and its rows in a refusal."""

SENTENCES: dict[str, str] = {
    "kernel.person.added": "登记了人员",
    "kernel.person.changed": "改了人员信息",
    "kernel.person.removed": "删除了人员",
    "kernel.account.opened": "开通了账号",
    "kernel.role.granted": "授予了角色",
    "kernel.compound.added": "登记了小区",
    "kernel.compound.changed": "改了小区信息",
    "kernel.compound.removed": "删除了小区",
    "kernel.building.added": "登记了楼栋",
    "kernel.building.changed": "改了楼栋",
    "kernel.building.removed": "删除了楼栋",
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

NOUNS: dict[str, str] = {
    "account": "账号",
    "role_grant": "角色授权",
    "team_member": "队伍成员",
    "draft": "未交的表单",
    "saved_view": "常用视图",
    "compound_service": "物业服务",
    "building": "楼栋",
    "entrance": "单元",
    "compound_kind_period": "类型记录",
}
