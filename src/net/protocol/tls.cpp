#include "net/protocol/tls.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "base/ensure.hpp"

namespace robson::net {
namespace {

std::string openssl_reason() {
  const unsigned long code = ERR_peek_last_error();
  ERR_clear_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason != nullptr ? reason : "unknown reason";
}

SSL_CTX* make_context(const SSL_METHOD* method) {
  ERR_clear_error();
  SSL_CTX* context = SSL_CTX_new(method);
  ensure(context != nullptr, "OpenSSL gives no context");
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);  // an idle connection holds no record buffers
  return context;
}

Unexpected<NetError> tls_error(std::string text) {
  return Unexpected(NetError{.kind = NetErrorKind::tls, .text = std::move(text)});
}

SSL* make_ssl(const TlsContext& context) {
  SSL* ssl = SSL_new(context.get());
  ensure(ssl != nullptr, "out of memory for a TLS connection");
  BIO* in = BIO_new(BIO_s_mem());
  BIO* out = BIO_new(BIO_s_mem());
  ensure(in != nullptr && out != nullptr, "out of memory for a TLS connection");
  BIO_set_mem_eof_return(in, -1);
  BIO_set_mem_eof_return(out, -1);
  SSL_set_bio(ssl, in, out);
  return ssl;
}

bool is_address(const std::string& host) {
  ASN1_OCTET_STRING* address = a2i_IPADDRESS(host.c_str());
  const bool is = address != nullptr;
  ASN1_OCTET_STRING_free(address);
  return is;
}
}  // namespace

TlsContext::~TlsContext() {
  SSL_CTX_free(context_);
}

Result<std::shared_ptr<TlsContext>, NetError> TlsContext::server(const std::string& certificate,
                                                                 const std::string& key) {
  auto made = std::make_shared<TlsContext>(make_context(TLS_server_method()));
  if (SSL_CTX_use_certificate_chain_file(made->get(), certificate.c_str()) != 1) {
    return tls_error(fmt::format("cannot use the TLS certificate {}: {}", certificate, openssl_reason()));
  }
  if (SSL_CTX_use_PrivateKey_file(made->get(), key.c_str(), SSL_FILETYPE_PEM) != 1) {
    return tls_error(fmt::format("cannot use the TLS key {}: {}", key, openssl_reason()));
  }
  if (SSL_CTX_check_private_key(made->get()) != 1) {
    return tls_error(fmt::format("the TLS key {} does not belong to the certificate {}", key, certificate));
  }
  return made;
}

Result<std::shared_ptr<TlsContext>, NetError> TlsContext::client(const std::string& ca_file) {
  auto made = std::make_shared<TlsContext>(make_context(TLS_client_method()));
  const bool loaded = ca_file.empty() ? SSL_CTX_set_default_verify_paths(made->get()) == 1
                                      : SSL_CTX_load_verify_locations(made->get(), ca_file.c_str(), nullptr) == 1;
  if (!loaded) {
    return tls_error(fmt::format("cannot read the certificates of {}: {}", ca_file.empty() ? "the system" : ca_file,
                                 openssl_reason()));
  }
  SSL_CTX_set_verify(made->get(), SSL_VERIFY_PEER, nullptr);
  return made;
}

std::unique_ptr<TlsFilter> TlsFilter::accepting(const TlsContext& context) {
  SSL* ssl = make_ssl(context);
  SSL_set_accept_state(ssl);
  return std::make_unique<TlsFilter>(ssl);
}

std::unique_ptr<TlsFilter> TlsFilter::connecting(const TlsContext& context, const std::string& host) {
  SSL* ssl = make_ssl(context);
  SSL_set_connect_state(ssl);
  if (is_address(host)) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str());
  } else {
    SSL_set1_host(ssl, host.c_str());
    SSL_set_tlsext_host_name(ssl, host.c_str());
  }
  ERR_clear_error();
  SSL_do_handshake(ssl);
  return std::make_unique<TlsFilter>(ssl);
}

TlsFilter::~TlsFilter() {
  SSL_free(ssl_);
}

bool TlsFilter::established() const {
  return SSL_is_init_finished(ssl_) == 1;
}

bool TlsFilter::fail() {
  const long verdict = SSL_get_verify_result(ssl_);
  failure_ = verdict != X509_V_OK ? X509_verify_cert_error_string(verdict) : openssl_reason();
  ERR_clear_error();
  return false;
}

bool TlsFilter::feed(std::string_view bytes, std::string& plain) {
  ERR_clear_error();
  if (BIO_write(SSL_get_rbio(ssl_), bytes.data(), static_cast<int>(bytes.size())) < 0) return fail();
  for (;;) {
    char chunk[16 * 1024];
    const int count = SSL_read(ssl_, chunk, sizeof chunk);
    if (count > 0) {
      plain.append(chunk, static_cast<std::size_t>(count));
      continue;
    }
    switch (SSL_get_error(ssl_, count)) {
      case SSL_ERROR_WANT_READ: return true;
      case SSL_ERROR_ZERO_RETURN: closed_by_peer_ = true; return true;
      default: return fail();
    }
  }
}

bool TlsFilter::seal(std::string_view plain) {
  ERR_clear_error();
  if (plain.empty()) return true;
  // A memory BIO takes everything, so the write is whole or it failed.
  return SSL_write(ssl_, plain.data(), static_cast<int>(plain.size())) == static_cast<int>(plain.size()) || fail();
}

void TlsFilter::take_output(std::string& out) {
  BIO* bio = SSL_get_wbio(ssl_);
  const std::size_t waiting = BIO_ctrl_pending(bio);
  if (waiting == 0) return;
  const std::size_t before = out.size();
  out.resize(before + waiting);
  const int count = BIO_read(bio, out.data() + before, static_cast<int>(waiting));
  out.resize(before + static_cast<std::size_t>(std::max(count, 0)));
}

void TlsFilter::close() {
  ERR_clear_error();
  if (established()) SSL_shutdown(ssl_);
  ERR_clear_error();
}

}  // namespace robson::net
