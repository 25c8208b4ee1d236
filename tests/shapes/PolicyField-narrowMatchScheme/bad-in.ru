# expect: PolicyField-narrowMatchScheme InConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX asset-kind: <https://w3id.org/chiiki/vocab/asset-kind/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA { <field/2> skos:narrowMatch asset-kind:港湾 }
