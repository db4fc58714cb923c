// Whose eyes a store call sees through. Every call of a store takes one, so that an unscoped query cannot be written.
#pragma once

#include <string>
#include <utility>

namespace tendon::storage {

// An organisation, or the exchange itself. Immutable.
class TenantScope {
 public:
  // What the organisation with this id ("river-clinic", not the resource name) may see.
  static TenantScope Organization(std::string organization_id) {
    return TenantScope(std::move(organization_id), false);
  }
  // Everything: for the exchange's own work only (timers, another of its servers); has a policy row of its own.
  static TenantScope System() { return TenantScope("", true); }

  bool is_system() const { return system_; }
  // Empty for the system.
  const std::string& organization_id() const { return organization_id_; }

 private:
  TenantScope(std::string organization_id, bool system)
      : organization_id_(std::move(organization_id)), system_(system) {}
  std::string organization_id_;
  bool system_;
};

}  // namespace tendon::storage
