#include "base/ensure.hpp"

#include <cstdio>
#include <cstdlib>

namespace robson {
void ensure(bool condition, std::string_view why) {
  if (condition) return;
  std::fprintf(stderr, "{\"level\":\"critical\",\"event\":\"broken invariant\",\"why\":\"%.*s\"}\n",
               static_cast<int>(why.size()), why.data());
  std::fflush(stderr);
  std::abort();
}
}  // namespace robson
