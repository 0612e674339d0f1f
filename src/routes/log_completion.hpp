#pragma once
// What earlier runs wrote into the event log is fetched when a tenant's first reader comes: once, shared by all who
// come meanwhile. Loop thread.
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "feed/log.hpp"
#include "net/loop.hpp"

namespace robson::routes {

class LogCompletion {
 public:
  struct Earlier {
    std::vector<runtime::LogEntry> entries{};  // by seq
    bool all = false;                          // before them there is nothing
  };
  // The newest entries of the tenant, at most feed::messages_held. The error is one sentence.
  using Load = std::function<net::Task<Result<Earlier, std::string>>(TenantId)>;

  LogCompletion(net::Context& context, feed::Log& log, Load load);

  bool is_complete(TenantId tenant) const { return log_.is_complete(tenant); }
  // False when it cannot be read now.
  net::Task<bool> complete(TenantId tenant);

 private:
  struct Loading;
  using Loadings = std::map<TenantId, std::shared_ptr<Loading>>;

  net::Context& context_;
  feed::Log& log_;
  Load load_;
  std::shared_ptr<Loadings> loading_ = std::make_shared<Loadings>();  // tasks that are cut off may outlive us
};

}  // namespace robson::routes
