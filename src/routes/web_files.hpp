#pragma once
#include <span>
#include <string_view>

#include "routes/gate.hpp"

namespace robson::routes {
// A file of the web dashboard inside the program, gzipped.
struct WebFile {
  std::string_view path;  // "/index.html"
  std::string_view gzip;
  std::string_view hash;  // of the content, for ETag
};
std::span<const WebFile> web_files();  // generated; empty in a build without the web
std::string_view openapi_document();   // api/openapi.yaml as it stood at build time
std::string_view feed_document();      // api/feed.yaml

// The file of that path, or the page of the single-page application for paths that look like pages.
Answer serve_web(const Exchange& exchange);
}  // namespace robson::routes
