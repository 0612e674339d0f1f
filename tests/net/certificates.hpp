#pragma once
// Self-signed certificates of a test, made in its own folder, which goes when it ends.
#include <filesystem>
#include <string>

#include "net/server.hpp"

namespace robson::net {

class Certificates {
 public:
  Certificates();
  ~Certificates();
  Certificates(const Certificates&) = delete;
  Certificates& operator=(const Certificates&) = delete;
  // For `name`, a host name or an address. Both files are named by it.
  TlsFiles make(const std::string& name);
  std::string write(const std::string& file, const std::string& text);

 private:
  std::filesystem::path folder_;
};

}  // namespace robson::net
