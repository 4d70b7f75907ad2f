#!/usr/bin/env bash
# Sourced by up.sh: keys (P-256), certificates, tokens and kubeconfigs of a test cluster.

new_key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1.key" 2>/dev/null; }

# sign NAME SUBJECT EXTENDED-KEY-USAGE [SUBJECT-ALTERNATIVE-NAMES]
sign() {
    new_key "$1"
    { echo "basicConstraints=CA:FALSE"; echo "keyUsage=critical,digitalSignature,keyEncipherment"; echo "extendedKeyUsage=$3"
      [ -z "${4:-}" ] || echo "subjectAltName=$4"; } > "$1.ext"
    openssl req -new -key "$1.key" -subj "$2" -out "$1.csr" 2>/dev/null
    openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -set_serial "0x$(openssl rand -hex 8)" -days 30 -extfile "$1.ext" -out "$1.crt" 2>/dev/null
}

# kubeconfig FILE SERVER USER-YAML
kubeconfig() {
    cat > "$1" <<K
apiVersion: v1
kind: Config
clusters: [{name: test, cluster: {server: "$2", certificate-authority-data: $(base64 -w0 ca.crt)}}]
users: [{name: user, user: {$3}}]
contexts: [{name: test, context: {cluster: test, user: user}}]
current-context: test
K
}

client_certificate() { echo "client-certificate-data: $(base64 -w0 "$1.crt"), client-key-data: $(base64 -w0 "$1.key")"; }

# make_pki RUN-FOLDER SERVER
make_pki() (
    cd "$1/pki"
    new_key ca
    openssl req -x509 -new -key ca.key -subj /CN=test-cluster -days 30 -out ca.crt \
        -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign,digitalSignature 2>/dev/null
    sign apiserver /CN=kube-apiserver serverAuth IP:127.0.0.1,IP:10.0.0.1,DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc
    sign admin /O=system:masters/CN=admin clientAuth
    sign kcm /CN=system:kube-controller-manager clientAuth
    new_key sa
    openssl ec -in sa.key -pubout -out sa.pub 2>/dev/null
    openssl rand -hex 16 > "$1/admin.token"
    echo "$(cat "$1/admin.token"),token-admin,token-admin,\"system:masters\"" > tokens.csv
    echo "$(openssl rand -hex 3).$(openssl rand -hex 8)" > "$1/bootstrap.token"
    kubeconfig "$1/admin.kubeconfig" "$2" "$(client_certificate admin)"
    kubeconfig "$1/kcm.kubeconfig" "$2" "$(client_certificate kcm)"
    kubeconfig "$1/token-admin.kubeconfig" "$2" "token: $(cat "$1/admin.token")"
    kubeconfig "$1/bootstrap.kubeconfig" "$2" "token: $(cat "$1/bootstrap.token")"
)

# bootstrap_objects RUN-FOLDER: a bootstrap token, and the right of all of them to ask for certificates
bootstrap_objects() {
    local token; token=$(cat "$1/bootstrap.token")
    cat > "$1/bootstrap-secret.yaml" <<K
apiVersion: v1
kind: Secret
metadata: {name: bootstrap-token-${token%.*}, namespace: kube-system}
type: bootstrap.kubernetes.io/token
stringData:
  token-id: "${token%.*}"
  token-secret: "${token#*.}"
  usage-bootstrap-authentication: "true"
  usage-bootstrap-signing: "true"
  auth-extra-groups: system:bootstrappers:test
K
    cat > "$1/bootstrap-binding.yaml" <<K
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: create-csrs-for-bootstrapping}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "system:node-bootstrapper"}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:bootstrappers"}]
K
}
