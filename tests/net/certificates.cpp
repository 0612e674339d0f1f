#include "net/certificates.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <memory>
#include <stdexcept>

namespace robson::net {
namespace {

void require(bool done, const char* what) {
  if (!done) throw std::runtime_error(what);
}

void name_it(X509* certificate, const std::string& name) {
  X509_NAME* subject = X509_get_subject_name(certificate);
  require(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(name.c_str()),
                                     -1, -1, 0) == 1,
          "cannot name a certificate");
  X509_set_issuer_name(certificate, subject);
  const bool address = name.find_first_not_of("0123456789.") == std::string::npos;
  const std::string alternative = (address ? "IP:" : "DNS:") + name;
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, NID_subject_alt_name, alternative.c_str());
  require(extension != nullptr, "cannot make a certificate's name");
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}
}  // namespace

Certificates::Certificates()
    : folder_(std::filesystem::temp_directory_path() / ("robson-tls-test-" + std::to_string(getpid()))) {
  std::filesystem::create_directories(folder_);
}
Certificates::~Certificates() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

TlsFiles Certificates::make(const std::string& name) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
  require(key && certificate, "cannot make a key");
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key.get());
  name_it(certificate.get(), name);
  require(X509_sign(certificate.get(), key.get(), EVP_sha256()) != 0, "cannot sign a certificate");
  const TlsFiles files{.certificate = folder_ / (name + ".crt"), .key = folder_ / (name + ".key")};
  const std::unique_ptr<FILE, int (*)(FILE*)> out(std::fopen(files.certificate.c_str(), "w"), std::fclose);
  const std::unique_ptr<FILE, int (*)(FILE*)> secret(std::fopen(files.key.c_str(), "w"), std::fclose);
  require(out && secret && PEM_write_X509(out.get(), certificate.get()) == 1 &&
              PEM_write_PrivateKey(secret.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1,
          "cannot write a certificate");
  return files;
}

std::string Certificates::write(const std::string& file, const std::string& text) {
  std::ofstream(folder_ / file) << text;
  return folder_ / file;
}

}  // namespace robson::net
