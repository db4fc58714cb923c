// Who reads in the conformance tests.
#pragma once

#include "services/storage/tenant_scope.h"

namespace tendon::storage {

inline const TenantScope kSystem = TenantScope::System();
inline const TenantScope kNobody = TenantScope::Organization("");
inline const TenantScope kRiver = TenantScope::Organization("river");
inline const TenantScope kElm = TenantScope::Organization("elm");
inline const TenantScope kOak = TenantScope::Organization("oak");

}  // namespace tendon::storage
