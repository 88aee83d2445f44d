-- Health of an UploadService for Argo CD: resource.customizations.health.longshore.dev_UploadService.
local health = {status = "Progressing", message = "Waiting for the operator"}
local status = obj.status
if status == nil or status.conditions == nil then
  return health
end
local conditions = {}
for _, condition in ipairs(status.conditions) do
  conditions[condition.type] = condition
end
local ready = conditions["Ready"]
if conditions["Paused"] ~= nil and conditions["Paused"].status == "True" then
  return {status = "Suspended", message = conditions["Paused"].message}
end
-- What the status says of an older generation says nothing of this one.
if status.observedGeneration ~= obj.metadata.generation then
  return health
end
if conditions["Stalled"] ~= nil and conditions["Stalled"].status == "True" then
  return {status = "Degraded", message = conditions["Stalled"].message}
end
if ready ~= nil and ready.status == "True" then
  return {status = "Healthy", message = ready.message}
end
if ready ~= nil then
  health.message = ready.message
end
return health
