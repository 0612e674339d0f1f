#include "routes/web_files.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>

namespace robson::routes {
namespace {

std::string_view content_type_of(std::string_view path) {
  struct Type {
    std::string_view suffix;
    std::string_view name;
  };
  constexpr std::array<Type, 12> types = {{{".html", "text/html; charset=utf-8"},
                                           {".js", "text/javascript; charset=utf-8"},
                                           {".css", "text/css; charset=utf-8"},
                                           {".svg", "image/svg+xml"},
                                           {".png", "image/png"},
                                           {".ico", "image/x-icon"},
                                           {".json", "application/json"},
                                           {".webmanifest", "application/manifest+json"},
                                           {".woff2", "font/woff2"},
                                           {".woff", "font/woff"},
                                           {".txt", "text/plain; charset=utf-8"},
                                           {".map", "application/json"}}};
  const auto* found = std::ranges::find_if(types, [path](const Type& type) { return path.ends_with(type.suffix); });
  return found == types.end() ? "application/octet-stream" : found->name;
}

const WebFile* find(std::string_view path) {
  const auto files = web_files();
  const auto found = std::ranges::find(files, path, &WebFile::path);
  return found == files.end() ? nullptr : &*found;
}

// For the rare client that does not take gzip.
std::string unzip(std::string_view gzip) {
  z_stream stream{};
  constexpr int window_and_gzip = 15 + 16;
  if (inflateInit2(&stream, window_and_gzip) != Z_OK) return {};
  std::string out;
  std::array<char, 16384> chunk{};
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(gzip.data()));  // zlib only reads it
  stream.avail_in = static_cast<uInt>(gzip.size());
  int state = Z_OK;
  while (state == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
    stream.avail_out = static_cast<uInt>(chunk.size());
    state = inflate(&stream, Z_NO_FLUSH);
    out.append(chunk.data(), chunk.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  return out;
}

}  // namespace

Answer serve_web(const Exchange& exchange) {
  const std::string& path = exchange.request.path;
  const WebFile* file = find(path);
  const bool is_page = path.find('.', path.rfind('/')) == std::string::npos;
  if (file == nullptr && is_page) file = find("/index.html");
  if (file == nullptr) return Unexpected(not_found("NOT_FOUND", "There is nothing at that path."));
  const std::string tag = "\"" + std::string(file->hash) + "\"";
  net::Response response{.content_type = std::string(content_type_of(file->path))};
  response.headers.add("ETag", tag);
  // Files under /assets/ carry their hash in their name and never change.
  response.headers.add("Cache-Control",
                       file->path.starts_with("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
  response.headers.add("Vary", "Accept-Encoding");
  if (exchange.request.headers.get("If-None-Match") == tag) {
    response.status = 304;
  } else if (exchange.request.headers.get("Accept-Encoding").find("gzip") != std::string_view::npos) {
    response.headers.add("Content-Encoding", "gzip");
    response.body = std::string(file->gzip);
  } else {
    response.body = unzip(file->gzip);
  }
  return response;
}

}  // namespace robson::routes
