#include "storage/ping.hpp"

#include "storage/session.hpp"

namespace robson::storage {
namespace {
constexpr Sql select_one = "select 1";
}
void ping(Session& session) {
  long long one = 0;
  session.first(select_one, into(one));
}
}  // namespace robson::storage
